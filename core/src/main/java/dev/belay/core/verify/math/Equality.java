package dev.belay.core.verify.math;

import java.util.List;
import java.util.function.Function;

/** What is known of two answers. */
public enum Equality {
  /** They mean the same. */
  EQUAL,
  /** They do not. */
  DIFFERENT,
  /** Within the bounds on work and precision, that cannot be told. */
  UNKNOWN;

  static Equality of(boolean equal) {
    return equal ? EQUAL : DIFFERENT;
  }

  /** Of two parts, both of which must be equal. */
  Equality and(Equality other) {
    if (this == DIFFERENT || other == DIFFERENT) {
      return DIFFERENT;
    }
    return this == UNKNOWN ? UNKNOWN : other;
  }

  /** Of two readings, either of which may be the one that was meant. */
  Equality or(Equality other) {
    if (this == EQUAL || other == EQUAL) {
      return EQUAL;
    }
    return this == UNKNOWN ? UNKNOWN : other;
  }

  /** Equal when all parts are; the first that differs ends it. */
  static <T> Equality all(List<T> parts, Function<T, Equality> comparison) {
    Equality result = EQUAL;
    for (T part : parts) {
      result = result.and(comparison.apply(part));
      if (result == DIFFERENT) {
        return DIFFERENT;
      }
    }
    return result;
  }
}
