package dev.belay.core.drift.vectors;

/**
 * An input of a formula.
 *
 * @param name as in the file
 * @param kind what stands there
 */
record Field(String name, Kind kind) {

  /** Types of inputs. Numbers may be the texts NaN, Infinity and -Infinity. */
  enum Kind {
    NUMBER("a number"),
    WHOLE("a whole number"),
    NUMBERS("a list of numbers"),
    TABLE("a list of lists of numbers"),
    TEXT("a text");

    final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  static Field number(String name) {
    return new Field(name, Kind.NUMBER);
  }

  static Field whole(String name) {
    return new Field(name, Kind.WHOLE);
  }

  static Field numbers(String name) {
    return new Field(name, Kind.NUMBERS);
  }

  static Field table(String name) {
    return new Field(name, Kind.TABLE);
  }

  static Field text(String name) {
    return new Field(name, Kind.TEXT);
  }
}
