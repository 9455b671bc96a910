package dev.belay.jinja.value;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Non-negative floats with a given precision, as C and Python print them: rounded half to even on
 * the exact binary value.
 */
final class FloatFormat {

  /** Digits of a double never go further. */
  static final int MAX_PRECISION = 1100;

  private FloatFormat() {}

  /** {@code %.{precision}f}. */
  static String fixed(double number, int precision) {
    return new BigDecimal(number).setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
  }

  /** {@code %.{precision}e}. */
  static String scientific(double number, int precision) {
    if (number == 0) {
      return "0" + (precision > 0 ? "." + "0".repeat(precision) : "") + "e+00";
    }
    BigDecimal rounded = rounded(number, precision + 1);
    int exponent = rounded.precision() - rounded.scale() - 1;
    String digits = rounded.unscaledValue().toString();
    String padded = digits + "0".repeat(Math.max(0, precision + 1 - digits.length()));
    String fraction = precision > 0 ? "." + padded.substring(1, precision + 1) : "";
    return padded.charAt(0) + fraction + FloatText.exponent(exponent);
  }

  /** {@code %.{precision}g}. */
  static String general(double number, int precision, boolean keepZeros) {
    int digits = Math.max(1, precision);
    BigDecimal rounded = number == 0 ? BigDecimal.ZERO : rounded(number, digits);
    int exponent = number == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
    if (exponent < -4 || exponent >= digits) {
      String text = scientific(number, digits - 1);
      int mark = text.indexOf('e');
      return withoutZeros(text.substring(0, mark), keepZeros) + text.substring(mark);
    }
    return withoutZeros(fixed(number, digits - 1 - exponent), keepZeros);
  }

  private static BigDecimal rounded(double number, int digits) {
    return new BigDecimal(number).round(new MathContext(digits, RoundingMode.HALF_EVEN));
  }

  private static String withoutZeros(String text, boolean keepZeros) {
    if (keepZeros || text.indexOf('.') < 0) {
      return text;
    }
    int end = text.length();
    while (text.charAt(end - 1) == '0') {
      end--;
    }
    return text.substring(0, text.charAt(end - 1) == '.' ? end - 1 : end);
  }
}
