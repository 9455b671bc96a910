package dev.belay.core.verify.math;

import dev.belay.core.verify.math.Monomial.Term;

/**
 * A quotient of polynomials, not reduced; a divisor of one term is a factor with negative exponents
 * instead.
 */
record Quotient(Polynomial above, Polynomial below) {
  static final Quotient ONE = new Quotient(Polynomial.ONE, Polynomial.ONE);

  static Quotient of(Polynomial polynomial) {
    return new Quotient(polynomial, Polynomial.ONE);
  }

  static Quotient of(Rational number) {
    return of(Polynomial.of(number));
  }

  boolean isPolynomial() {
    return below.isOne();
  }

  boolean isRational() {
    return isPolynomial() && above.isRational();
  }

  Rational rational() {
    return above.rational();
  }

  Quotient plus(Quotient other, Budget budget) {
    if (isPolynomial() ? other.isPolynomial() : below.equals(other.below)) {
      return new Quotient(above.plus(other.above, budget), below);
    }
    Polynomial left = above.times(other.below, budget);
    Polynomial right = other.above.times(below, budget);
    return new Quotient(left.plus(right, budget), below.times(other.below, budget)).normal(budget);
  }

  Quotient times(Quotient other, Budget budget) {
    return new Quotient(above.times(other.above, budget), below.times(other.below, budget))
        .normal(budget);
  }

  Quotient minus(Quotient other, Budget budget) {
    return plus(new Quotient(other.above.negated(budget), other.below), budget);
  }

  /**
   * @throws Undefined when this is zero
   */
  Quotient inverse(Budget budget) {
    return new Quotient(below, above).normal(budget);
  }

  Quotient power(int exponent, Budget budget) {
    Quotient base = exponent < 0 ? inverse(budget) : this;
    int size = Math.abs(exponent);
    return new Quotient(base.above.power(size, budget), base.below.power(size, budget))
        .normal(budget);
  }

  private Quotient normal(Budget budget) {
    if (below.isZero()) {
      throw new Undefined();
    }
    if (isPolynomial()) {
      return this;
    }
    if (above.equals(below)) {
      return ONE;
    }
    if (!below.isMonomial()) {
      return this;
    }
    Term term = below.only();
    Term inverse = term.monomial().power(Rational.of(-1, 1));
    Rational factor = inverse.coefficient().dividedBy(term.coefficient());
    return of(above.times(Polynomial.of(new Term(inverse.monomial(), factor)), budget));
  }

  /** The same text for the same quotient as it stands. */
  String key() {
    return isPolynomial() ? above.key() : above.key() + "/" + below.key();
  }
}
