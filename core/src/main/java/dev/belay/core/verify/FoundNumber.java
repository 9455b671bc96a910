package dev.belay.core.verify;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A number in a text.
 *
 * @param start where it begins in the plain text
 * @param end the position after it
 * @param text as it stands in the plain text
 * @param value exactly; null when it is too large to be computed, or divides by zero
 * @param percent whether a per cent sign follows
 * @param standsAlone false when it is an operand of a calculation that is not finished, a part of a
 *     date, time or range, or in a question
 */
record FoundNumber(
    int start,
    int end,
    String text,
    @Nullable Rational value,
    boolean percent,
    boolean standsAlone) {

  /** Whether the two mean the same: equal values, or 50% beside 50 or 0.5. */
  boolean means(FoundNumber other) {
    if (value == null || other.value == null) {
      return false;
    }
    if (value.equals(other.value)) {
      return true;
    }
    return percent != other.percent && share(this).equals(share(other));
  }

  private static Rational share(FoundNumber number) {
    if (number.value == null) {
      throw new IllegalStateException("no value");
    }
    return number.percent
        ? number.value.dividedBy(Rational.of(BigInteger.valueOf(100)))
        : number.value;
  }
}
