package dev.belay.core.recipe;

/**
 * A key of a recipe with what the reference says about it. A {@link Section} is read by such keys
 * alone, so no key lacks its words, and the words stand where the key is read.
 *
 * @param name as in YAML
 * @param about what it does, as the end of a table row: a sentence without its full stop
 * @param unit what a number counts; empty without
 * @param source where it comes from: a paper, or a page relative to {@code docs}; empty without
 */
record Key(String name, String about, String unit, String source) {

  Key {
    if (about.isBlank() || about.endsWith(".")) {
      throw new IllegalArgumentException(name + ": says nothing, or ends with a full stop");
    }
  }

  static Key of(String name, String about) {
    return new Key(name, about, "", "");
  }

  Key unit(String unit) {
    return new Key(name, about, unit, source);
  }

  Key source(String source) {
    return new Key(name, about, unit, source);
  }
}
