package dev.belay.core.verify.math;

import dev.belay.core.verify.math.Expr.Call;
import dev.belay.core.verify.math.Expr.Const;
import dev.belay.core.verify.math.Expr.Num;
import dev.belay.core.verify.math.Expr.Pow;
import dev.belay.core.verify.math.Expr.Product;
import dev.belay.core.verify.math.Expr.Sum;
import dev.belay.core.verify.math.Expr.Sym;
import dev.belay.core.verify.math.Monomial.Term;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Expressions as quotients of polynomials in variables, roots of primes, the imaginary unit, π, e,
 * logarithms of primes, and whatever is not taken apart. Where two of those are formally equal, the
 * expressions are equal wherever both are defined.
 */
final class ExactForm {
  private static final int MAX_POWER = 200;
  private static final int MAX_EXPONENT = 1 << 17;

  private final Budget budget;
  private final ExactFunctions functions;

  ExactForm(Budget budget) {
    this.budget = budget;
    this.functions = new ExactFunctions(this, budget);
  }

  /**
   * The form of an expression.
   *
   * @throws Undetermined where it divides by zero, or is too large
   */
  Quotient of(Expr expression) {
    budget.spend(1);
    return switch (expression) {
      case Num(Rational value) -> Quotient.of(value);
      case Sym(String name) -> Quotient.of(Polynomial.of(Generator.variable(name)));
      case Const constant -> constant(constant);
      case Sum(List<Expr> terms) -> sum(terms);
      case Product(List<Expr> factors) -> product(factors);
      case Pow(Expr base, Expr exponent) -> power(base, exponent);
      case Call call -> functions.of(call);
    };
  }

  private static Quotient constant(Const constant) {
    Generator generator =
        switch (constant) {
          case PI -> Generator.PI;
          case E -> Generator.E;
          case I -> Generator.I;
          case INFINITY -> Generator.opaque("infinity");
        };
    return Quotient.of(Polynomial.of(generator));
  }

  private Quotient sum(List<Expr> terms) {
    Quotient sum = Quotient.of(Polynomial.ZERO);
    for (Expr term : terms) {
      sum = sum.plus(of(term), budget);
    }
    return sum;
  }

  private Quotient product(List<Expr> factors) {
    Quotient product = Quotient.ONE;
    for (Expr factor : factors) {
      product = product.times(of(factor), budget);
    }
    return product;
  }

  private Quotient power(Expr base, Expr exponent) {
    Quotient power = of(exponent);
    if (power.isRational() && power.rational().isWhole() && base instanceof Pow(Expr b, Expr e)) {
      Quotient inner = of(e);
      if (inner.isRational()) {
        return power(of(b), Quotient.of(inner.rational().times(power.rational())));
      }
    }
    return power(of(base), power);
  }

  /** A power of forms. */
  Quotient power(Quotient base, Quotient exponent) {
    if (exponent.isRational()) {
      Rational number = exponent.rational();
      return number.isWhole() ? wholePower(base, number) : rootPower(base, number);
    }
    if (base.isPolynomial() && base.above().equals(Polynomial.of(Generator.E))) {
      return functions.exponential(exponent);
    }
    if (base.isRational() && base.rational().signum() > 0) {
      return functions.exponential(exponent.times(functions.logarithm(base), budget));
    }
    return opaque("pow", base, exponent);
  }

  private Quotient wholePower(Quotient base, Rational exponent) {
    BigInteger size = exponent.numerator().abs();
    if (base.isPolynomial() && base.above().isMonomial()) {
      return size.bitLength() > 17
          ? opaque("pow", base, Quotient.of(exponent))
          : monomialPower(base, exponent);
    }
    if (base.above().isZero()) {
      if (exponent.signum() <= 0) {
        throw new Undefined();
      }
      return base;
    }
    if (size.bitLength() > 17 || size.intValue() > MAX_POWER) {
      return opaque("pow", base, Quotient.of(exponent));
    }
    return base.power(exponent.numerator().intValue(), budget);
  }

  private Quotient monomialPower(Quotient base, Rational exponent) {
    Term term = base.above().only();
    int times = exponent.numerator().intValue();
    long bits = (long) term.coefficient().bits() * Math.abs(times);
    if (bits > MAX_EXPONENT) {
      return opaque("pow", base, Quotient.of(exponent));
    }
    budget.spend(1 + bits / 16);
    Term power = term.monomial().power(exponent);
    Rational coefficient = term.coefficient().power(times).times(power.coefficient());
    return Quotient.of(Polynomial.of(new Term(power.monomial(), coefficient)));
  }

  /** A power with an exponent that is no whole number. */
  private Quotient rootPower(Quotient base, Rational exponent) {
    if (base.above().isZero()) {
      if (exponent.signum() < 0) {
        throw new Undefined();
      }
      return base;
    }
    Rational content = base.above().content();
    if (!base.isPolynomial()) {
      content = content.dividedBy(base.below().content());
    }
    Quotient rest = base.times(Quotient.of(Rational.of(1, 1).dividedBy(content)), budget);
    Quotient outside = Quotient.of(positivePower(content, exponent));
    return outside.times(primitiveRoot(rest, exponent), budget);
  }

  /** The root of what has coefficients without a common factor. */
  private Quotient primitiveRoot(Quotient base, Rational exponent) {
    if (!base.isPolynomial() || !base.above().isMonomial()) {
      return opaque("pow", base, Quotient.of(exponent));
    }
    Term term = base.above().only();
    Quotient root = term.coefficient().signum() < 0 ? rootOfMinusOne(base, exponent) : Quotient.ONE;
    if (root == null) {
      return opaque("pow", base, Quotient.of(exponent));
    }
    Monomial rest = Monomial.ONE;
    for (Monomial.Factor factor : term.monomial().factors()) {
      if (factor.generator().kind().isPositive()) {
        Term power = Monomial.power(factor.generator(), factor.exponent().times(exponent));
        root = root.times(Quotient.of(Polynomial.of(power)), budget);
      } else {
        rest = rest.times(new Monomial(List.of(factor))).monomial();
      }
    }
    return rest.factors().isEmpty() ? root : root.times(rootOfVariables(rest, exponent), budget);
  }

  private Quotient rootOfVariables(Monomial variables, Rational exponent) {
    Monomial.Factor first = variables.factors().getFirst();
    boolean single =
        variables.factors().size() == 1
            && first.generator().kind() == Generator.Kind.VARIABLE
            && first.exponent().equals(Rational.of(1, 1));
    if (single) {
      return Quotient.of(Polynomial.of(Monomial.power(first.generator(), exponent)));
    }
    Polynomial inside = Polynomial.of(new Term(variables, Rational.of(1, 1)));
    return opaque("pow", Quotient.of(inside), Quotient.of(exponent));
  }

  /** Real for odd roots; a power of the imaginary unit for square roots of real numbers. */
  private static @Nullable Quotient rootOfMinusOne(Quotient base, Rational exponent) {
    boolean real = base.above().all(factor -> factor.generator().kind().isPositive());
    if (exponent.denominator().testBit(0)) {
      return real ? Quotient.of(Rational.of(exponent.numerator().testBit(0) ? -1 : 1, 1)) : null;
    }
    if (!real || !exponent.denominator().equals(BigInteger.TWO)) {
      return null;
    }
    return Quotient.of(
        Polynomial.of(Monomial.power(Generator.I, Rational.of(exponent.numerator()))));
  }

  /** A power of a positive number. */
  Polynomial positivePower(Rational base, Rational exponent) {
    Polynomial power = Polynomial.ONE;
    power = primePowers(base.numerator(), exponent, power);
    return primePowers(base.denominator(), exponent.negated(), power);
  }

  private Polynomial primePowers(BigInteger number, Rational exponent, Polynomial power) {
    Polynomial product = power;
    for (Map.Entry<BigInteger, Integer> factor : Primes.factors(number, budget).entrySet()) {
      Rational times = exponent.times(Rational.of(factor.getValue(), 1));
      Term term = Monomial.power(Generator.radical(factor.getKey()), times);
      product = product.times(Polynomial.of(term), budget);
    }
    return product;
  }

  /** What is not taken apart, named by its function and the forms of its arguments. */
  static Quotient opaque(String function, Quotient... arguments) {
    StringBuilder key = new StringBuilder(function);
    for (Quotient argument : arguments) {
      key.append('(').append(argument.key()).append(')');
    }
    if (key.length() > 20_000) {
      throw new Undetermined();
    }
    return Quotient.of(Polynomial.of(Generator.opaque(key.toString())));
  }
}
