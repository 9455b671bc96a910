package dev.belay.core.recipe;

/**
 * Two keys of which exactly one has to be there.
 *
 * @param oneIs what the first is, for whoever gave none or both
 * @param otherIs what the second is
 */
record Alternative(Key one, String oneIs, Key other, String otherIs) {

  /** Whether a section has the second; where it has both or none, it has an issue. */
  boolean isOther(Section section) {
    boolean both = section.has(one.name());
    if (both == section.has(other.name())) {
      String choice = "%s, %s, or %s, %s.".formatted(one.name(), oneIs, other.name(), otherIs);
      section.issue(
          both ? other.name() : one.name(),
          both
              ? one.name() + " is given too; give one of them: " + choice
              : "missing; give " + choice);
    }
    return section.has(other.name());
  }
}
