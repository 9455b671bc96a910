package dev.belay.core.verify.math;

import dev.belay.core.verify.math.Monomial.Factor;
import dev.belay.core.verify.math.Monomial.Term;
import dev.belay.core.verify.math.Value.Named;
import dev.belay.core.verify.math.Value.Relation;
import dev.belay.core.verify.math.Value.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Compares equations and inequalities: they are equal when one is the other times a number, which
 * for inequalities is positive.
 */
final class Relations {
  private static final int BITS = 1100;
  private final Expressions expressions;
  private final Budget budget;

  Relations(Expressions expressions, Budget budget) {
    this.expressions = expressions;
    this.budget = budget;
  }

  /** An assignment as an equation; null where its sides are no expressions. */
  @Nullable Relation equation(Named named) {
    boolean plain = named.left() != null && named.value() instanceof Scalar;
    if (!plain || !(named.value() instanceof Scalar(Expr right, Unit unit, boolean percent))) {
      return null;
    }
    return named.left() == null
        ? null
        : new Relation(TokenType.EQUALS, named.left().minus(right), null);
  }

  Equality compare(@Nullable Relation a, @Nullable Relation b) {
    if (a == null || b == null) {
      return Equality.DIFFERENT;
    }
    if (a.relation() != b.relation()) {
      return Equality.DIFFERENT;
    }
    boolean ordered = a.relation() == TokenType.LESS || a.relation() == TokenType.AT_MOST;
    Equality byForms = byForms(a.difference(), b.difference(), ordered);
    if (byForms != Equality.UNKNOWN) {
      return byForms;
    }
    return ordered ? Equality.UNKNOWN : atPoints(a.difference(), b.difference());
  }

  private Equality byForms(Expr a, Expr b, boolean ordered) {
    try {
      Quotient left = expressions.forms().of(a);
      Quotient right = expressions.forms().of(b);
      boolean polynomials = left.isPolynomial() && right.isPolynomial();
      if (ordered && !polynomials) {
        return Equality.UNKNOWN;
      }
      Polynomial first = ordered ? left.above() : cleared(left.above());
      Polynomial second = ordered ? right.above() : cleared(right.above());
      return proportional(first, second, ordered);
    } catch (Budget.Exhausted e) {
      throw e;
    } catch (Undetermined e) {
      return Equality.UNKNOWN;
    }
  }

  /** Times the powers of variables that it is divided by. */
  private Polynomial cleared(Polynomial polynomial) {
    Map<Generator, Rational> lowest = new TreeMap<>();
    for (Monomial monomial : polynomial.terms().keySet()) {
      for (Factor factor : monomial.factors()) {
        if (factor.generator().kind() == Generator.Kind.VARIABLE) {
          lowest.merge(factor.generator(), factor.exponent(), (x, y) -> x.compareTo(y) < 0 ? x : y);
        }
      }
    }
    List<Factor> factors = new ArrayList<>();
    lowest.forEach(
        (generator, exponent) -> {
          if (exponent.signum() < 0) {
            factors.add(new Factor(generator, exponent.negated()));
          }
        });
    Term factor = new Term(new Monomial(List.copyOf(factors)), Rational.of(1, 1));
    return polynomial.times(Polynomial.of(factor), budget);
  }

  private Equality proportional(Polynomial a, Polynomial b, boolean ordered) {
    if (a.isZero() || b.isZero()) {
      return Equality.of(a.isZero() && b.isZero());
    }
    Monomial leading = leading(a);
    Rational first = a.terms().get(leading);
    Rational second = b.terms().get(leading);
    if (first != null && second != null) {
      Polynomial difference =
          a.times(second, budget).plus(b.times(first, budget).negated(budget), budget);
      if (difference.isZero()) {
        return Equality.of(!ordered || first.signum() == second.signum());
      }
    }
    boolean rational = a.all(Relations::isPlain) && b.all(Relations::isPlain);
    return rational ? Equality.DIFFERENT : Equality.UNKNOWN;
  }

  private static boolean isPlain(Factor factor) {
    return factor.generator().kind() == Generator.Kind.VARIABLE && factor.exponent().isWhole();
  }

  private static Monomial leading(Polynomial polynomial) {
    Monomial leading = polynomial.terms().keySet().iterator().next();
    for (Monomial monomial : polynomial.terms().keySet()) {
      leading = monomial.compareTo(leading) > 0 ? monomial : leading;
    }
    return leading;
  }

  /** Whether the quotient of both is the same at all points. */
  private Equality atPoints(Expr a, Expr b) {
    Equality result = Equality.UNKNOWN;
    try {
      Evaluator first = new Evaluator(BITS, budget, Points.at(0), false);
      Complex left = first.of(a);
      Complex right = first.of(b);
      ComplexArithmetic numbers = new ComplexArithmetic(new Arithmetic(BITS, budget));
      for (int i = 1; i < Points.COUNT; i++) {
        Evaluator next = new Evaluator(BITS, budget, Points.at(i), false);
        Complex crossed = numbers.times(left, next.of(b)).minus(numbers.times(right, next.of(a)));
        if (!crossed.mayBeZero()) {
          return Equality.DIFFERENT;
        }
        result = next.metExtremes() ? Equality.UNKNOWN : Equality.EQUAL;
      }
      return result;
    } catch (Budget.Exhausted e) {
      throw e;
    } catch (Undetermined e) {
      return Equality.UNKNOWN;
    }
  }
}
