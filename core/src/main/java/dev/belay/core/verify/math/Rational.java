package dev.belay.core.verify.math;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * An exact fraction in lowest terms.
 *
 * @param numerator carries the sign
 * @param denominator at least 1
 */
public record Rational(BigInteger numerator, BigInteger denominator)
    implements Comparable<Rational> {

  /** In lowest terms, with the sign above. */
  public Rational {
    if (denominator.signum() == 0) {
      throw new ArithmeticException("division by zero");
    }
    if (!denominator.equals(BigInteger.ONE)) {
      BigInteger divisor = numerator.gcd(denominator);
      if (denominator.signum() < 0) {
        divisor = divisor.negate();
      }
      numerator = numerator.divide(divisor);
      denominator = denominator.divide(divisor);
    }
  }

  /** Powers of more bits are not computed. */
  private static final int MAX_BITS = 1600;

  /** A whole number. */
  public static Rational of(BigInteger whole) {
    return new Rational(whole, BigInteger.ONE);
  }

  /** A fraction. */
  public static Rational of(long numerator, long denominator) {
    return new Rational(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
  }

  /** A whole number of ASCII digits. */
  public static Rational of(String digits) {
    return of(new BigInteger(digits));
  }

  /** A decimal whose scale the caller has bounded. */
  public static Rational of(BigDecimal decimal) {
    return decimal.scale() <= 0
        ? of(decimal.toBigIntegerExact())
        : new Rational(decimal.unscaledValue(), BigInteger.TEN.pow(decimal.scale()));
  }

  /** The sum. */
  public Rational plus(Rational other) {
    if (isWhole() && other.isWhole()) {
      return of(numerator.add(other.numerator));
    }
    return new Rational(
        numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
        denominator.multiply(other.denominator));
  }

  /** The product. */
  public Rational times(Rational other) {
    return new Rational(
        numerator.multiply(other.numerator), denominator.multiply(other.denominator));
  }

  /**
   * The quotient.
   *
   * @throws ArithmeticException when the other is zero
   */
  public Rational dividedBy(Rational other) {
    return new Rational(
        numerator.multiply(other.denominator), denominator.multiply(other.numerator));
  }

  /** The opposite. */
  public Rational negated() {
    return new Rational(numerator.negate(), denominator);
  }

  /** A whole power, of either sign; the caller has bounded it. */
  public Rational power(int exponent) {
    Rational positive =
        new Rational(numerator.pow(Math.abs(exponent)), denominator.pow(Math.abs(exponent)));
    return exponent < 0 ? of(BigInteger.ONE).dividedBy(positive) : positive;
  }

  /** A whole power; null when it is too large to be computed, or divides by zero. */
  public @Nullable Rational boundedPower(int exponent) {
    long bits = Math.max(numerator.bitLength(), denominator.bitLength());
    boolean byZero = exponent < 0 && numerator.signum() == 0;
    return byZero || bits * Math.abs((long) exponent) > MAX_BITS ? null : power(exponent);
  }

  /** The exact square root; null when there is none. */
  public @Nullable Rational squareRoot() {
    if (numerator.signum() < 0) {
      return null;
    }
    BigInteger above = numerator.sqrt();
    BigInteger below = denominator.sqrt();
    boolean exact =
        above.multiply(above).equals(numerator) && below.multiply(below).equals(denominator);
    return exact ? new Rational(above, below) : null;
  }

  /** Whether it is a whole number. */
  public boolean isWhole() {
    return denominator.equals(BigInteger.ONE);
  }

  /** -1, 0 or 1. */
  public int signum() {
    return numerator.signum();
  }

  /** The largest whole number that is not larger. */
  public BigInteger floor() {
    BigInteger[] parts = numerator.divideAndRemainder(denominator);
    return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
  }

  /** How many bits the numerator and the denominator have together. */
  int bits() {
    return numerator.bitLength() + denominator.bitLength();
  }

  @Override
  public int compareTo(Rational other) {
    return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
  }

  /** {@code 3}, {@code -1/2}. */
  @Override
  public String toString() {
    return denominator.equals(BigInteger.ONE)
        ? numerator.toString()
        : numerator + "/" + denominator;
  }
}
