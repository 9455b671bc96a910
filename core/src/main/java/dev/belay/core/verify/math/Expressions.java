package dev.belay.core.verify.math;

import dev.belay.core.verify.math.Expr.Call;
import dev.belay.core.verify.math.Expr.Const;
import dev.belay.core.verify.math.Expr.Num;
import dev.belay.core.verify.math.Expr.Pow;
import dev.belay.core.verify.math.Expr.Product;
import dev.belay.core.verify.math.Expr.Sum;
import dev.belay.core.verify.math.Generator.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Decides whether two expressions are equal. First by {@link ExactForm}: formally equal is equal,
 * and formally different is different where what the forms are in is independent. Rational
 * functions, radicals of rational numbers, complex numbers and values of trigonometric functions at
 * common angles are decided there. The rest is decided by enclosures: a difference that is surely
 * not zero is different; one that is zero to more than a thousand bits, at every point where the
 * expressions have variables, is equal by identity testing, unless something very large or very
 * small was met on the way.
 *
 * <p>Expressions with variables are compared where both are real. Where one is real and the other
 * is not, as for √x² and x, no more is claimed than {@link Equality#UNKNOWN}.
 */
final class Expressions {
  private static final int FIRST_BITS = 128;
  private static final int LAST_BITS = 1100;
  private static final int MAX_BITS = 8000;
  private static final int STEP = 1024;
  private static final int ENOUGH_POINTS = 3;

  private final Budget budget;
  private final ExactForm forms;

  Expressions(Budget budget) {
    this.budget = budget;
    this.forms = new ExactForm(budget);
  }

  Equality compare(Expr a, Expr b) {
    int above = infinity(a);
    int below = infinity(b);
    if (above != 0 || below != 0) {
      return Equality.of(above == below);
    }
    if (a instanceof Num(Rational first) && b instanceof Num(Rational second)) {
      return Equality.of(first.equals(second));
    }
    Quotient left = null;
    boolean leftUndefined = false;
    try {
      left = forms.of(a);
    } catch (Undefined e) {
      leftUndefined = true;
    } catch (Budget.Exhausted e) {
      throw e;
    } catch (Undetermined e) {
      return numerically(a, b);
    }
    try {
      Quotient right = forms.of(b);
      return left == null ? Equality.DIFFERENT : byForms(left, right, a, b);
    } catch (Undefined e) {
      return leftUndefined ? Equality.UNKNOWN : Equality.DIFFERENT;
    } catch (Budget.Exhausted e) {
      throw e;
    } catch (Undetermined e) {
      return leftUndefined ? Equality.UNKNOWN : numerically(a, b);
    }
  }

  private Equality byForms(Quotient left, Quotient right, Expr a, Expr b) {
    if (left.isRational() && right.isRational()) {
      return Equality.of(left.rational().equals(right.rational()));
    }
    Polynomial difference =
        left.above()
            .times(right.below(), budget)
            .plus(right.above().times(left.below(), budget).negated(budget), budget);
    if (difference.isZero()) {
      return Equality.EQUAL;
    }
    if (isIndependent(difference) && isIndependent(left.below()) && isIndependent(right.below())) {
      return namesLog(a) || namesLog(b)
          ? unlessNatural(Equality.DIFFERENT, a, b)
          : Equality.DIFFERENT;
    }
    return numerically(a, b);
  }

  /**
   * Whether a polynomial that is formally not zero is none for sure: roots of different primes are
   * independent over the rational numbers (Besicovitch 1940), and one of π, e and the logarithm of
   * a prime is transcendental over them.
   */
  private static boolean isIndependent(Polynomial polynomial) {
    Set<Generator> transcendental = new HashSet<>();
    boolean known =
        polynomial.all(
            factor -> {
              Generator generator = factor.generator();
              Kind kind = generator.kind();
              if (kind == Kind.PI || kind == Kind.E || kind == Kind.LOGARITHM) {
                transcendental.add(generator);
              }
              boolean composite = generator.prime() != null && !Primes.isProven(generator.prime());
              boolean root = kind == Kind.VARIABLE && !factor.exponent().isWhole();
              return kind != Kind.OPAQUE && !composite && !root;
            });
    return known && transcendental.size() <= 1;
  }

  private static boolean namesLog(Expr expression) {
    return switch (expression) {
      case Call call ->
          call.function().equals("log")
              || call.arguments().stream().anyMatch(Expressions::namesLog);
      case Sum(List<Expr> terms) -> terms.stream().anyMatch(Expressions::namesLog);
      case Product(List<Expr> factors) -> factors.stream().anyMatch(Expressions::namesLog);
      case Pow(Expr base, Expr exponent) -> namesLog(base) || namesLog(exponent);
      default -> false;
    };
  }

  /** Logarithms without a base have base ten; what is equal only with base e is not decided. */
  private Equality unlessNatural(Equality found, Expr a, Expr b) {
    boolean log = found == Equality.DIFFERENT && (namesLog(a) || namesLog(b));
    return log && atPoints(a, b, true) == Equality.EQUAL ? Equality.UNKNOWN : found;
  }

  private Equality numerically(Expr a, Expr b) {
    if (a.equals(b)) {
      return Equality.EQUAL;
    }
    return unlessNatural(atPoints(a, b, false), a, b);
  }

  /** At few bits everywhere, then at many bits at some of the points where both seem the same. */
  private Equality atPoints(Expr a, Expr b, boolean natural) {
    Set<String> variables = Points.variables(a);
    variables.addAll(Points.variables(b));
    boolean constant = variables.isEmpty();
    List<Integer> same = new ArrayList<>();
    int apart = 0;
    for (int i = 0; i < (constant ? 1 : Points.COUNT); i++) {
      switch (at(i, a, b, natural, FIRST_BITS)) {
        case REAL_DIFFERENT -> {
          return Equality.DIFFERENT;
        }
        case SAME -> same.add(i);
        case APART -> apart++;
        case UNDETERMINED -> {}
      }
    }
    int enough = constant ? 1 : ENOUGH_POINTS;
    if (same.size() < enough || apart > 0) {
      return same.isEmpty() && apart >= enough ? Equality.DIFFERENT : Equality.UNKNOWN;
    }
    int further = 2 * Math.max(largest(a), largest(b));
    int bits = LAST_BITS + (further < 64 ? 0 : (further / STEP + 1) * STEP);
    return bits > MAX_BITS
        ? Equality.UNKNOWN
        : Equality.all(same.subList(0, enough), i -> finely(i, a, b, natural, bits));
  }

  private Equality finely(int point, Expr a, Expr b, boolean natural, int bits) {
    return switch (at(point, a, b, natural, bits)) {
      case SAME -> Equality.EQUAL;
      case REAL_DIFFERENT, APART -> Equality.DIFFERENT;
      case UNDETERMINED -> Equality.UNKNOWN;
    };
  }

  /** The bits of the largest number in an expression. */
  private static int largest(Expr expression) {
    return switch (expression) {
      case Num(Rational value) -> value.bits();
      case Sum(List<Expr> terms) -> largest(terms);
      case Product(List<Expr> factors) -> largest(factors);
      case Pow(Expr base, Expr exponent) -> Math.max(largest(base), largest(exponent));
      case Call call -> largest(call.arguments());
      default -> 0;
    };
  }

  private static int largest(List<Expr> parts) {
    return parts.stream().mapToInt(Expressions::largest).max().orElse(0);
  }

  private enum Meeting {
    SAME,
    /** Two different real numbers. */
    REAL_DIFFERENT,
    /** Different, and not both real. */
    APART,
    UNDETERMINED
  }

  private Meeting at(int point, Expr a, Expr b, boolean natural, int bits) {
    try {
      Evaluator evaluator = new Evaluator(bits, budget, Points.at(point), natural);
      Complex left = evaluator.of(a);
      Complex right = evaluator.of(b);
      if (left.minus(right).mayBeZero()) {
        return evaluator.metExtremes() ? Meeting.UNDETERMINED : Meeting.SAME;
      }
      boolean real = left.imaginary().mayBeZero() && right.imaginary().mayBeZero();
      return real && !evaluator.leftReals() ? Meeting.REAL_DIFFERENT : Meeting.APART;
    } catch (Budget.Exhausted e) {
      throw e;
    } catch (Undetermined e) {
      return Meeting.UNDETERMINED;
    }
  }

  /**
   * The sign of a difference of two real constants.
   *
   * @throws Undetermined where it cannot be told
   */
  int order(Expr a, Expr b) {
    int left = infinity(a);
    int right = infinity(b);
    if (left != 0 || right != 0) {
      return Integer.compare(left, right);
    }
    Quotient difference = forms.of(a).minus(forms.of(b), budget);
    if (difference.isRational()) {
      return difference.rational().signum();
    }
    if (compare(a, b) == Equality.EQUAL) {
      return 0;
    }
    Evaluator evaluator = new Evaluator(FIRST_BITS, budget, Expressions::noPoint, false);
    Complex value = evaluator.of(a.minus(b));
    int sign = value.isReal() ? value.real().sign() : 0;
    if (sign == 0) {
      throw new Undetermined();
    }
    return sign;
  }

  private static Rational noPoint(String variable) {
    throw new Undetermined();
  }

  /** 1 for infinity, -1 for its opposite, 0 for all else. */
  static int infinity(Expr expression) {
    if (expression == Const.INFINITY) {
      return 1;
    }
    boolean opposite =
        expression instanceof Product(List<Expr> factors)
            && factors.equals(List.of(Num.MINUS_ONE, Const.INFINITY));
    return opposite ? -1 : 0;
  }

  ExactForm forms() {
    return forms;
  }
}
