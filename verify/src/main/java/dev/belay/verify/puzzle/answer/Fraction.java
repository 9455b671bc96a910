package dev.belay.verify.puzzle.answer;

import java.math.BigInteger;

/**
 * An exact number, in lowest terms.
 *
 * @param numerator carries the sign
 * @param denominator above 0
 */
public record Fraction(BigInteger numerator, BigInteger denominator) {

  public Fraction {
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

  /** A whole number. */
  public static Fraction of(long whole) {
    return new Fraction(BigInteger.valueOf(whole), BigInteger.ONE);
  }

  /**
   * The result of an operation.
   *
   * @param operator one of {@code + - * /}
   * @throws ArithmeticException when it divides by zero
   */
  Fraction apply(char operator, Fraction other) {
    BigInteger left = numerator.multiply(other.denominator);
    BigInteger right = other.numerator.multiply(denominator);
    BigInteger bottom = denominator.multiply(other.denominator);
    return switch (operator) {
      case '+' -> new Fraction(left.add(right), bottom);
      case '-' -> new Fraction(left.subtract(right), bottom);
      case '*' -> new Fraction(numerator.multiply(other.numerator), bottom);
      case '/' -> new Fraction(left, right);
      default -> throw new IllegalArgumentException("no operator " + operator);
    };
  }

  @Override
  public String toString() {
    return denominator.equals(BigInteger.ONE)
        ? numerator.toString()
        : numerator + "/" + denominator;
  }
}
