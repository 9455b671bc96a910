package dev.belay.core.verify.math;

import dev.belay.core.verify.math.Expr.Call;
import dev.belay.core.verify.math.Expr.Const;
import dev.belay.core.verify.math.Expr.Sym;
import dev.belay.core.verify.math.Value.Named;
import dev.belay.core.verify.math.Value.Region;
import dev.belay.core.verify.math.Value.Relation;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Inequalities in one variable as sets of numbers, where they are linear with rational numbers. */
final class Inequalities {
  private Inequalities() {}

  /** Less and at most turned round, so that greater ones are few. */
  static TokenType flipped(TokenType relation) {
    return switch (relation) {
      case LESS -> TokenType.GREATER;
      case GREATER -> TokenType.LESS;
      case AT_MOST -> TokenType.AT_LEAST;
      case AT_LEAST -> TokenType.AT_MOST;
      default -> relation;
    };
  }

  /** A difference that is less than zero, at most zero, zero, or not. */
  static Value relation(Expr left, TokenType relation, Expr right) {
    boolean greater = relation == TokenType.GREATER || relation == TokenType.AT_LEAST;
    return greater
        ? new Relation(flipped(relation), right.minus(left), null)
        : new Relation(relation, left.minus(right), null);
  }

  /**
   * The set of numbers that an inequality names, with its variable; null where it is not solved.
   */
  static @Nullable Value solved(Expr left, TokenType relation, Expr right, Budget budget) {
    if (left instanceof Sym(String name) && Points.variables(right).isEmpty()) {
      return new Named(name, left, region(relation, right));
    }
    if (right instanceof Sym(String name) && Points.variables(left).isEmpty()) {
      return new Named(name, right, region(flipped(relation), left));
    }
    if (left instanceof Call(String function, List<Expr> arguments)
        && function.equals("abs")
        && Points.variables(right).isEmpty()) {
      return absolute(arguments.getFirst(), relation, right, budget);
    }
    Set<String> variables = Points.variables(left.minus(right));
    return variables.size() == 1
        ? linear(variables.iterator().next(), left, relation, right, budget)
        : null;
  }

  /** {@code |x − 2| < 5} holds between two bounds; the other way round, outside of them. */
  private static @Nullable Value absolute(
      Expr inside, TokenType relation, Expr right, Budget budget) {
    Value above = solved(inside, flipped(relation), right.negated(), budget);
    Value below = solved(inside, relation, right, budget);
    if (above == null || below == null || relation == TokenType.NOT_EQUAL) {
      return null;
    }
    boolean between = relation == TokenType.LESS || relation == TokenType.AT_MOST;
    TokenType operator = between ? TokenType.INTERSECTION : TokenType.UNION;
    return new Regions(budget).combined(operator, below, above);
  }

  private static @Nullable Value linear(
      String name, Expr left, TokenType relation, Expr right, Budget budget) {
    Quotient form;
    try {
      form = new ExactForm(budget).of(left.minus(right));
    } catch (Budget.Exhausted e) {
      throw e;
    } catch (Undetermined e) {
      return null;
    }
    Rational slope = Rational.of(0, 1);
    Rational constant = Rational.of(0, 1);
    Monomial variable = Monomial.of(Generator.variable(name));
    for (var term : form.above().terms().entrySet()) {
      if (term.getKey().equals(variable)) {
        slope = term.getValue();
      } else if (term.getKey().equals(Monomial.ONE)) {
        constant = term.getValue();
      } else {
        return null;
      }
    }
    if (!form.isPolynomial() || slope.signum() == 0) {
      return null;
    }
    Expr bound = new Expr.Num(constant.negated().dividedBy(slope));
    TokenType direction = slope.signum() < 0 ? flipped(relation) : relation;
    return new Named(name, new Sym(name), region(direction, bound));
  }

  private static Region region(TokenType relation, Expr bound) {
    Expr infinity = Const.INFINITY;
    Interval below = new Interval(infinity.negated(), false, bound, relation == TokenType.AT_MOST);
    Interval above = new Interval(bound, relation == TokenType.AT_LEAST, infinity, false);
    return switch (relation) {
      case LESS, AT_MOST -> new Region(List.of(below));
      case GREATER, AT_LEAST -> new Region(List.of(above));
      case NOT_EQUAL -> new Region(List.of(below, above));
      default -> new Region(List.of(Interval.point(bound)));
    };
  }
}
