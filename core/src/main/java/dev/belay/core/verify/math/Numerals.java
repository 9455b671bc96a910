package dev.belay.core.verify.math;

import java.math.BigInteger;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Digits in a base from 2 to 36. */
final class Numerals {
  private Numerals() {}

  /** What digits are worth in a base; null where they are none of that base. */
  static @Nullable Rational value(String digits, Rational base) {
    boolean small =
        base.isWhole() && base.numerator().bitLength() <= 6 && base.numerator().intValue() <= 36;
    int radix = small ? base.numerator().intValue() : 0;
    if (radix < 2 || digits.isEmpty() || digits.length() > 500) {
      return null;
    }
    String lower = digits.toLowerCase(Locale.ROOT);
    for (int i = 0; i < lower.length(); i++) {
      if (Character.digit(lower.charAt(i), radix) < 0) {
        return null;
      }
    }
    return Rational.of(new BigInteger(lower, radix));
  }
}
