package dev.belay.core.verify.math;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * A product of powers of generators, in the generators' order, no exponent zero. Prime numbers have
 * exponents between 0 and 1, the imaginary unit has 1.
 */
record Monomial(List<Factor> factors) implements Comparable<Monomial> {

  /** A power of a generator. */
  record Factor(Generator generator, Rational exponent) {}

  /** A monomial with a coefficient. */
  record Term(Monomial monomial, Rational coefficient) {}

  static final Monomial ONE = new Monomial(List.of());
  private static final BigInteger FOUR = BigInteger.valueOf(4);

  /** The largest power of a prime number that is multiplied out, in bits. */
  private static final int MAX_BITS = 1 << 17;

  static Monomial of(Generator generator) {
    return new Monomial(List.of(new Factor(generator, Rational.of(1, 1))));
  }

  /** A power of a generator, whose whole part may go to the coefficient. */
  static Term power(Generator generator, Rational exponent) {
    List<Factor> factors = new ArrayList<>();
    Rational coefficient = reduced(generator, exponent, factors);
    return new Term(new Monomial(List.copyOf(factors)), coefficient);
  }

  Term times(Monomial other) {
    List<Factor> product = new ArrayList<>(factors.size() + other.factors.size());
    Rational coefficient = Rational.of(1, 1);
    int i = 0;
    int j = 0;
    while (i < factors.size() && j < other.factors.size()) {
      Factor left = factors.get(i);
      Factor right = other.factors.get(j);
      int order = left.generator.compareTo(right.generator);
      if (order == 0) {
        Rational exponent = left.exponent.plus(right.exponent);
        coefficient = coefficient.times(reduced(left.generator, exponent, product));
        i++;
        j++;
      } else {
        product.add(order < 0 ? left : right);
        i += order < 0 ? 1 : 0;
        j += order < 0 ? 0 : 1;
      }
    }
    product.addAll(factors.subList(i, factors.size()));
    product.addAll(other.factors.subList(j, other.factors.size()));
    return new Term(new Monomial(List.copyOf(product)), coefficient);
  }

  /** All exponents times a number. */
  Term power(Rational exponent) {
    List<Factor> powers = new ArrayList<>();
    Rational coefficient = Rational.of(1, 1);
    for (Factor factor : factors) {
      Rational scaled = factor.exponent.times(exponent);
      coefficient = coefficient.times(reduced(factor.generator, scaled, powers));
    }
    return new Term(new Monomial(List.copyOf(powers)), coefficient);
  }

  /** Adds what is left of a power to a monomial, and hands back the number that it gives. */
  private static Rational reduced(Generator generator, Rational exponent, List<Factor> factors) {
    Rational one = Rational.of(1, 1);
    if (exponent.numerator().signum() == 0) {
      return one;
    }
    return switch (generator.kind()) {
      case RADICAL -> reducedRadical(generator, exponent, factors);
      case IMAGINARY -> reducedImaginary(generator, exponent, factors);
      default -> {
        factors.add(new Factor(generator, exponent));
        yield one;
      }
    };
  }

  private static Rational reducedRadical(
      Generator generator, Rational exponent, List<Factor> factors) {
    BigInteger whole = exponent.floor();
    Rational rest = exponent.plus(Rational.of(whole.negate()));
    if (rest.signum() != 0) {
      factors.add(new Factor(generator, rest));
    }
    return primePower(generator, whole);
  }

  private static Rational reducedImaginary(
      Generator generator, Rational exponent, List<Factor> factors) {
    if (!exponent.isWhole()) {
      throw new Undetermined();
    }
    int quarter = exponent.numerator().mod(FOUR).intValue();
    if (quarter % 2 == 1) {
      factors.add(new Factor(generator, Rational.of(1, 1)));
    }
    return Rational.of(quarter < 2 ? 1 : -1, 1);
  }

  private static Rational primePower(Generator generator, BigInteger exponent) {
    BigInteger prime = generator.prime();
    if (prime == null
        || exponent.bitLength() > 20
        || (long) prime.bitLength() * Math.abs(exponent.intValue()) > MAX_BITS) {
      throw new Undetermined();
    }
    return Rational.of(prime).power(exponent.intValue());
  }

  @Override
  public int compareTo(Monomial other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    StringBuilder shown = new StringBuilder();
    factors.forEach(f -> shown.append(f.generator).append('^').append(f.exponent).append(' '));
    return shown.toString();
  }
}
