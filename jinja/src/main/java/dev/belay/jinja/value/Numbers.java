package dev.belay.jinja.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalInt;

/** Python's numbers: integers of any size (a long where it fits), floats, truths as 0 and 1. */
public final class Numbers {

  private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

  private Numbers() {}

  /** The one representation of an integer: a long where it fits. */
  public static Object normal(BigInteger number) {
    return number.compareTo(MIN) >= 0 && number.compareTo(MAX) <= 0
        ? (Object) number.longValue()
        : number;
  }

  /** A finite float without its fraction, exactly. */
  public static Object fromDouble(double number) {
    if (Double.isNaN(number)) {
      throw new JinjaException("cannot convert float NaN to integer");
    }
    if (Double.isInfinite(number)) {
      throw new JinjaException("cannot convert float infinity to integer");
    }
    return normal(new BigDecimal(number).toBigInteger());
  }

  public static boolean isInteger(Object value) {
    return value instanceof Long || value instanceof BigInteger || value instanceof Boolean;
  }

  public static boolean isNumber(Object value) {
    return isInteger(value) || value instanceof Double;
  }

  /** The integer that a value is; empty for anything but integers and truths. */
  public static Optional<BigInteger> big(Object value) {
    return switch (value) {
      case Long number -> Optional.of(BigInteger.valueOf(number));
      case BigInteger number -> Optional.of(number);
      case Boolean truth -> Optional.of(truth ? BigInteger.ONE : BigInteger.ZERO);
      default -> Optional.empty();
    };
  }

  /** A small integer; what lies beyond 32 bits is clamped to their ends. */
  public static OptionalInt clampedInt(Object value) {
    return switch (value) {
      case Boolean truth -> OptionalInt.of(truth ? 1 : 0);
      case Long number -> OptionalInt.of(Math.clamp(number, Integer.MIN_VALUE, Integer.MAX_VALUE));
      case BigInteger number ->
          OptionalInt.of(number.signum() < 0 ? Integer.MIN_VALUE : Integer.MAX_VALUE);
      default -> OptionalInt.empty();
    };
  }

  /** The float nearest to a number. */
  public static double asDouble(Object value) {
    return switch (value) {
      case Double number -> number;
      case Long number -> number;
      case Boolean truth -> truth ? 1 : 0;
      case BigInteger number -> finite(number.doubleValue());
      default -> throw new JinjaException("must be real number, not " + TypeNames.of(value));
    };
  }

  private static double finite(double number) {
    if (Double.isInfinite(number)) {
      throw new JinjaException("int too large to convert to float");
    }
    return number;
  }
}
