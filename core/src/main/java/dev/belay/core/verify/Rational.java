package dev.belay.core.verify;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * An exact fraction in lowest terms.
 *
 * @param numerator carries the sign
 * @param denominator at least 1
 */
record Rational(BigInteger numerator, BigInteger denominator) {

  Rational {
    if (denominator.signum() == 0) {
      throw new ArithmeticException("division by zero");
    }
    BigInteger divisor = numerator.gcd(denominator);
    if (denominator.signum() < 0) {
      divisor = divisor.negate();
    }
    numerator = numerator.divide(divisor);
    denominator = denominator.divide(divisor);
  }

  /** Powers of more bits are not computed. */
  private static final int MAX_BITS = 1600;

  static Rational of(BigInteger whole) {
    return new Rational(whole, BigInteger.ONE);
  }

  static Rational of(long numerator, long denominator) {
    return new Rational(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
  }

  /** A whole number of ASCII digits. */
  static Rational of(String digits) {
    return of(new BigInteger(digits));
  }

  /** A decimal whose scale the caller has bounded. */
  static Rational of(BigDecimal decimal) {
    return decimal.scale() <= 0
        ? of(decimal.toBigIntegerExact())
        : new Rational(decimal.unscaledValue(), BigInteger.TEN.pow(decimal.scale()));
  }

  Rational plus(Rational other) {
    return new Rational(
        numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
        denominator.multiply(other.denominator));
  }

  Rational times(Rational other) {
    return new Rational(
        numerator.multiply(other.numerator), denominator.multiply(other.denominator));
  }

  /**
   * @throws ArithmeticException when the other is zero
   */
  Rational dividedBy(Rational other) {
    return new Rational(
        numerator.multiply(other.denominator), denominator.multiply(other.numerator));
  }

  Rational negated() {
    return new Rational(numerator.negate(), denominator);
  }

  /** A whole power, of either sign; the caller has bounded it. */
  Rational power(int exponent) {
    Rational positive =
        new Rational(numerator.pow(Math.abs(exponent)), denominator.pow(Math.abs(exponent)));
    return exponent < 0 ? of(BigInteger.ONE).dividedBy(positive) : positive;
  }

  /** A whole power; null when it is too large to be computed, or divides by zero. */
  @Nullable Rational boundedPower(int exponent) {
    long bits = Math.max(numerator.bitLength(), denominator.bitLength());
    boolean byZero = exponent < 0 && numerator.signum() == 0;
    return byZero || bits * Math.abs((long) exponent) > MAX_BITS ? null : power(exponent);
  }

  /** The exact square root; null when there is none. */
  @Nullable Rational squareRoot() {
    if (numerator.signum() < 0) {
      return null;
    }
    BigInteger above = numerator.sqrt();
    BigInteger below = denominator.sqrt();
    boolean exact =
        above.multiply(above).equals(numerator) && below.multiply(below).equals(denominator);
    return exact ? new Rational(above, below) : null;
  }

  boolean isWhole() {
    return denominator.equals(BigInteger.ONE);
  }

  /** {@code 3}, {@code -1/2}. */
  @Override
  public String toString() {
    return denominator.equals(BigInteger.ONE)
        ? numerator.toString()
        : numerator + "/" + denominator;
  }
}
