package dev.belay.core.verify;

import java.math.BigDecimal;
import java.math.BigInteger;

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

  static Rational of(BigInteger whole) {
    return new Rational(whole, BigInteger.ONE);
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

  /** {@code 3}, {@code -1/2}. */
  @Override
  public String toString() {
    return denominator.equals(BigInteger.ONE)
        ? numerator.toString()
        : numerator + "/" + denominator;
  }
}
