package dev.belay.core.recipe;

import java.util.List;

/**
 * How far training moved the policy on the prompts whose safety is measured: completions are
 * sampled before and after, and scored under both sets of weights.
 *
 * @param enabled whether it is measured
 * @param prompts at most so many of each suite, chosen by hashed order; 0 takes all
 * @param completions of each prompt, before and after; at least two
 * @param attacks those of {@code evaluate.attacks} under which it is measured
 */
public record DriftSpec(boolean enabled, int prompts, int completions, List<String> attacks) {

  private static final Key ATTACKS =
      Key.of(
          "attacks",
          "under which of `evaluate.attacks` it is measured; all of them by default. Each costs as"
              + " much as asking directly");

  public DriftSpec {
    attacks = List.copyOf(attacks);
  }

  /** What a recipe has that says nothing. */
  static DriftSpec standard(List<String> attacks) {
    return new DriftSpec(true, 32, 4, attacks);
  }

  static DriftSpec read(Section section, List<String> asked) {
    DriftSpec standard = standard(asked);
    return new DriftSpec(
        section.flag(
            Key.of("enabled", "whether the drift on these prompts is measured")
                .source("safety/drift.md"),
            standard.enabled),
        section.count(
            Key.of("prompts", "at most so many of each suite, chosen by hashed order; 0 takes all")
                .unit("prompts"),
            standard.prompts,
            0),
        section.count(
            Key.of(
                    "completions",
                    "sampled of each prompt at temperature 1, before and after training")
                .unit("completions"),
            standard.completions,
            2),
        attacks(section, asked));
  }

  private static List<String> attacks(Section section, List<String> asked) {
    List<String> attacks = section.texts(ATTACKS, asked);
    if (attacks.isEmpty() || !asked.containsAll(attacks)) {
      section.issue(
          ATTACKS.name(),
          "found %s, must be some of evaluate.attacks, which are %s.".formatted(attacks, asked));
    }
    return attacks;
  }
}
