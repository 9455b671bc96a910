package dev.belay.core.verify;

import dev.belay.core.verify.math.Rational;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a text where a number could: a number, or something that is none.
 *
 * @param from its first token
 * @param to the token after its last, units left out
 * @param form what it is
 * @param value exactly; null for what is no number, and for one too large to be computed
 * @param percent whether it is so many per cent
 */
record Amount(int from, int to, Form form, @Nullable Rational value, boolean percent) {
  private static final Rational HUNDRED = Rational.of(BigInteger.valueOf(100));

  /** What an amount is. */
  enum Form {
    NUMBER,
    /** Operands whose result is not given, a range, a ratio, a time, an amount in two units. */
    CALCULATION,
    /** With a root, a constant, a function: no number that is compared here. */
    SYMBOLIC,
    /** A tuple or an interval. */
    TUPLE,
    /** A variable or a figure's name. */
    NAME,
    /** Variables that are reckoned with. */
    EXPRESSION
  }

  static Amount number(int from, int to, @Nullable Rational value) {
    return new Amount(from, to, Form.NUMBER, value, false);
  }

  static Amount other(int from, int to, Form form) {
    return new Amount(from, to, form, null, false);
  }

  boolean isNumber() {
    return form == Form.NUMBER;
  }

  Amount until(int end) {
    return new Amount(from, end, form, value, percent);
  }

  Amount since(int start) {
    return new Amount(start, to, form, value, percent);
  }

  Amount withValue(@Nullable Rational other, int end) {
    return new Amount(from, end, form, other, percent);
  }

  /** Whether the two mean the same: equal values, or 50% beside 50 or 0.5. */
  boolean means(Amount other) {
    if (value == null || other.value == null) {
      return false;
    }
    return value.equals(other.value) || (percent != other.percent && share().equals(other.share()));
  }

  private Rational share() {
    if (value == null) {
      throw new IllegalStateException("no value");
    }
    return percent ? value.dividedBy(HUNDRED) : value;
  }
}
