package dev.belay.core.verify.math;

import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;

/** Whole numbers as products of primes, as far as trial division leads. */
final class Primes {
  private static final int BOUND = 5000;
  private static final long PROVEN = (long) BOUND * BOUND;
  private static final int MAX_BITS = 4096;

  private Primes() {}

  /**
   * The prime factors of a positive whole number with their exponents. What is left beyond the
   * bound of trial division stands as one factor, its exact square or cube root where it has one.
   *
   * @throws Undetermined for a number too large to be taken apart
   */
  static Map<BigInteger, Integer> factors(BigInteger number, Budget budget) {
    if (number.bitLength() > MAX_BITS) {
      throw new Undetermined();
    }
    Map<BigInteger, Integer> factors = new TreeMap<>();
    BigInteger left = number;
    for (int divisor = 2; divisor < BOUND; divisor += divisor == 2 ? 1 : 2) {
      if (left.bitLength() < 62 && (long) divisor * divisor > left.longValue()) {
        break;
      }
      budget.spend(1 + left.bitLength() / 64);
      BigInteger prime = BigInteger.valueOf(divisor);
      while (left.mod(prime).signum() == 0) {
        left = left.divide(prime);
        factors.merge(prime, 1, Integer::sum);
      }
    }
    if (!left.equals(BigInteger.ONE)) {
      addRest(left, factors);
    }
    return factors;
  }

  private static void addRest(BigInteger left, Map<BigInteger, Integer> factors) {
    BigInteger root = left.sqrt();
    boolean square = root.multiply(root).equals(left);
    factors.merge(square ? root : left, square ? 2 : 1, Integer::sum);
  }

  /** Whether a factor is known to be prime. */
  static boolean isProven(BigInteger factor) {
    return factor.bitLength() < 62 && factor.longValue() < PROVEN;
  }
}
