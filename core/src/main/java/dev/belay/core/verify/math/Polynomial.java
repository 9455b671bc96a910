package dev.belay.core.verify.math;

import dev.belay.core.verify.math.Monomial.Factor;
import dev.belay.core.verify.math.Monomial.Term;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** A sum of monomials with rational coefficients, none of which is zero. */
record Polynomial(Map<Monomial, Rational> terms) {
  static final Polynomial ZERO = new Polynomial(Map.of());
  static final Polynomial ONE = of(Rational.of(1, 1));
  private static final int MAX_TERMS = 400;

  /** Coefficients beyond this are not computed. */
  private static final int MAX_BITS = 1 << 17;

  static Polynomial of(Rational number) {
    return of(Monomial.ONE, number);
  }

  static Polynomial of(Generator generator) {
    return of(Monomial.of(generator), Rational.of(1, 1));
  }

  static Polynomial of(Term term) {
    return of(term.monomial(), term.coefficient());
  }

  private static Polynomial of(Monomial monomial, Rational coefficient) {
    return coefficient.signum() == 0 ? ZERO : new Polynomial(Map.of(monomial, coefficient));
  }

  boolean isZero() {
    return terms.isEmpty();
  }

  boolean isOne() {
    return terms.size() == 1 && equals(ONE);
  }

  /** Whether it is a number without generators. */
  boolean isRational() {
    return isZero() || (terms.size() == 1 && terms.containsKey(Monomial.ONE));
  }

  /** Of a polynomial that {@link #isRational()}. */
  Rational rational() {
    return isZero() ? Rational.of(0, 1) : terms.getOrDefault(Monomial.ONE, Rational.of(0, 1));
  }

  boolean isMonomial() {
    return terms.size() == 1;
  }

  /** The one term of a polynomial that {@link #isMonomial()}. */
  Term only() {
    Map.Entry<Monomial, Rational> entry = terms.entrySet().iterator().next();
    return new Term(entry.getKey(), entry.getValue());
  }

  Polynomial plus(Polynomial other, Budget budget) {
    if (isZero() || other.isZero()) {
      return isZero() ? other : this;
    }
    budget.spend(terms.size() + other.terms.size());
    Map<Monomial, Rational> sum = new HashMap<>(terms);
    other.terms.forEach((monomial, coefficient) -> add(sum, monomial, coefficient));
    return bounded(sum);
  }

  private static void add(Map<Monomial, Rational> sum, Monomial monomial, Rational coefficient) {
    Rational before = sum.get(monomial);
    Rational after = before == null ? coefficient : before.plus(coefficient);
    if (after.signum() == 0) {
      sum.remove(monomial);
    } else {
      sum.put(monomial, after);
    }
  }

  private static Polynomial bounded(Map<Monomial, Rational> terms) {
    if (terms.size() > MAX_TERMS) {
      throw new Undetermined();
    }
    return terms.isEmpty() ? ZERO : new Polynomial(terms);
  }

  Polynomial times(Polynomial other, Budget budget) {
    if (isOne() || other.isZero()) {
      return other;
    }
    if (other.isOne() || isZero()) {
      return this;
    }
    Map<Monomial, Rational> product = new HashMap<>();
    for (Map.Entry<Monomial, Rational> left : terms.entrySet()) {
      for (Map.Entry<Monomial, Rational> right : other.terms.entrySet()) {
        Term term = left.getKey().times(right.getKey());
        Rational number = left.getValue().times(right.getValue()).times(term.coefficient());
        budget.spend(cost(number));
        if (number.bits() > MAX_BITS) {
          throw new Undetermined();
        }
        add(product, term.monomial(), number);
      }
    }
    return bounded(product);
  }

  /** Reducing a long fraction takes a time that grows with the square of its length. */
  private static long cost(Rational number) {
    long words = number.bits() / 64;
    return 4 + words * 4 + (number.isWhole() ? 0 : words * words / 2);
  }

  Polynomial times(Rational factor, Budget budget) {
    return times(of(factor), budget);
  }

  Polynomial negated(Budget budget) {
    return times(Rational.of(-1, 1), budget);
  }

  /** A power with a whole exponent that is not negative. */
  Polynomial power(int exponent, Budget budget) {
    Polynomial result = ONE;
    Polynomial square = this;
    for (int left = exponent; left > 0; left >>= 1) {
      if ((left & 1) == 1) {
        result = result.times(square, budget);
      }
      square = left > 1 ? square.times(square, budget) : square;
    }
    return result;
  }

  /**
   * The positive number by which all coefficients are divided to become whole and without a common
   * factor.
   */
  Rational content() {
    BigInteger above = BigInteger.ZERO;
    BigInteger below = BigInteger.ONE;
    for (Rational coefficient : terms.values()) {
      above = above.gcd(coefficient.numerator());
      BigInteger common = below.gcd(coefficient.denominator());
      below = below.divide(common).multiply(coefficient.denominator());
      if (below.bitLength() > MAX_BITS) {
        throw new Undetermined();
      }
    }
    return above.signum() == 0 ? Rational.of(1, 1) : new Rational(above, below);
  }

  /** Whether all generators are of a kind. */
  boolean all(Predicate<Factor> wanted) {
    return terms.keySet().stream().allMatch(m -> m.factors().stream().allMatch(wanted));
  }

  /** The same text for the same polynomial. */
  String key() {
    TreeMap<String, Rational> sorted = new TreeMap<>();
    terms.forEach((monomial, coefficient) -> sorted.put(monomial.toString(), coefficient));
    return sorted.toString();
  }
}
