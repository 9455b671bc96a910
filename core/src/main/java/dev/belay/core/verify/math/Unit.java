package dev.belay.core.verify.math;

/**
 * A unit.
 *
 * @param dimension what it measures, such as {@code length^2}; empty where that is unknown
 * @param factor how many basic units it is
 */
record Unit(String dimension, Rational factor) {
  /** No unit, or words of no known unit, such as apples. */
  static final Unit NONE = new Unit("", Rational.of(1, 1));

  static final Unit DEGREES = new Unit("degrees", Rational.of(1, 1));

  static Unit of(String dimension) {
    return new Unit(dimension, Rational.of(1, 1));
  }

  boolean isKnown() {
    return !dimension.isEmpty();
  }
}
