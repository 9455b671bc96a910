package dev.belay.core.recipe;

import org.jspecify.annotations.Nullable;

/**
 * A key of a recipe with what the reference says about it. A {@link Section} is read by such keys
 * alone, so no key lacks its words, and the words stand where the key is read.
 *
 * @param name as in YAML
 * @param about what it does, as the end of a table row: a sentence without its full stop
 * @param unit what a number counts; empty without
 * @param source where it comes from: a paper, or a page relative to {@code docs}; empty without
 * @param names what the value names that lies in a folder; null for nothing, as of most keys
 */
record Key(String name, String about, String unit, String source, @Nullable Names names) {

  /** What a value names that {@link RecipeFiles} looks for. */
  enum Names {
    /** Files, patterns of their names, or folders. */
    FILE,
    /** A suite, which may be a file, or a mapping that has files; or a list of these. */
    SUITE,
    /** A judge, which may be a file, or have a model. */
    JUDGE,
    /** A model, which may be a directory. */
    MODEL
  }

  Key {
    if (about.isBlank() || about.endsWith(".")) {
      throw new IllegalArgumentException(name + ": says nothing, or ends with a full stop");
    }
  }

  static Key of(String name, String about) {
    return new Key(name, about, "", "", null);
  }

  Key unit(String unit) {
    return new Key(name, about, unit, source, names);
  }

  Key source(String source) {
    return new Key(name, about, unit, source, names);
  }

  Key names(Names named) {
    return new Key(name, about, unit, source, named);
  }
}
