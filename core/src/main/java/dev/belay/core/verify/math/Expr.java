package dev.belay.core.verify.math;

import java.util.List;

/** An expression as it was written, after reading. */
sealed interface Expr {

  /** A number, exactly. */
  record Num(Rational value) implements Expr {
    static final Num ONE = of(1);
    static final Num MINUS_ONE = of(-1);

    static Num of(long whole) {
      return new Num(Rational.of(whole, 1));
    }
  }

  /** A variable, with its subscript if it has one. */
  record Sym(String name) implements Expr {}

  /** A constant that is no rational number. */
  enum Const implements Expr {
    PI,
    E,
    I,
    INFINITY
  }

  /** A sum; differences are sums with a factor of −1. */
  record Sum(List<Expr> terms) implements Expr {}

  /** A product; quotients are products with a power of −1. */
  record Product(List<Expr> factors) implements Expr {}

  /** A power, or a root: an odd root of a negative real number is the real one. */
  record Pow(Expr base, Expr exponent) implements Expr {}

  /** A function by its name in lower case, such as {@code sin}. */
  record Call(String function, List<Expr> arguments) implements Expr {}

  static Expr sum(Expr... terms) {
    return new Sum(List.of(terms));
  }

  static Expr product(Expr... factors) {
    return new Product(List.of(factors));
  }

  static Expr quotient(Expr above, Expr below) {
    return product(above, new Pow(below, Num.MINUS_ONE));
  }

  static Expr call(String function, Expr... arguments) {
    return new Call(function, List.of(arguments));
  }

  default Expr negated() {
    return this instanceof Num(Rational value)
        ? new Num(value.negated())
        : product(Num.MINUS_ONE, this);
  }

  default Expr minus(Expr other) {
    return sum(this, other.negated());
  }
}
