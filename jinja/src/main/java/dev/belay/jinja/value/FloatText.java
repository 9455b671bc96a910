package dev.belay.jinja.value;

import java.math.BigDecimal;
import java.math.MathContext;

/** Floats as {@code repr} prints them: the shortest digits that read back, {@code 1e+16} style. */
public final class FloatText {

  private FloatText() {}

  public static String repr(double number) {
    if (Double.isNaN(number)) {
      return "nan";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "inf" : "-inf";
    }
    String sign = Double.doubleToRawLongBits(number) < 0 ? "-" : "";
    if (number == 0) {
      return sign + "0.0";
    }
    BigDecimal value = shortest(Math.abs(number));
    String digits = value.unscaledValue().toString();
    int exponent = digits.length() - value.scale() - 1;
    if (exponent < -4 || exponent >= 16) {
      String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
      return sign + digits.charAt(0) + fraction + exponent(exponent);
    }
    String plain = value.toPlainString();
    return sign + plain + (plain.indexOf('.') < 0 ? ".0" : "");
  }

  private static BigDecimal shortest(double number) {
    // Double.toString gives the shortest digits since JDK 19, but never less than two.
    BigDecimal value = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    if (value.precision() == 2) {
      BigDecimal one = value.round(new MathContext(1));
      return one.doubleValue() == number ? one.stripTrailingZeros() : value;
    }
    return value;
  }

  /** {@code e+16}, {@code e-05}: a sign and at least two digits. */
  public static String exponent(int exponent) {
    int size = Math.abs(exponent);
    return (exponent < 0 ? "e-" : "e+") + (size < 10 ? "0" : "") + size;
  }
}
