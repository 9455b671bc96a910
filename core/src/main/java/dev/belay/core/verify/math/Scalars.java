package dev.belay.core.verify.math;

import dev.belay.core.verify.math.Expr.Const;
import dev.belay.core.verify.math.Expr.Num;
import dev.belay.core.verify.math.Value.Scalar;

/** Compares amounts with their units. */
final class Scalars {
  private static final Expr HUNDREDTH = new Num(Rational.of(1, 100));
  private static final Expr DEGREE = Expr.product(new Num(Rational.of(1, 180)), Const.PI);

  private final Expressions expressions;

  Scalars(Expressions expressions) {
    this.expressions = expressions;
  }

  Equality compare(Scalar a, Scalar b) {
    if (a.percent() == b.percent()) {
      return withUnits(a, b);
    }
    return withUnits(a, b).or(withUnits(share(a), share(b)));
  }

  private static Scalar share(Scalar scalar) {
    return scalar.percent()
        ? new Scalar(Expr.product(scalar.expr(), HUNDREDTH), scalar.unit(), false)
        : scalar;
  }

  private Equality withUnits(Scalar a, Scalar b) {
    Unit left = a.unit();
    Unit right = b.unit();
    if (left.equals(right)) {
      return numbers(a.expr(), b.expr());
    }
    boolean degrees = left.equals(Unit.DEGREES) != right.equals(Unit.DEGREES);
    boolean radians = isRadians(left) || isRadians(right);
    if (degrees && (radians || !left.isKnown() || !right.isKnown())) {
      Expr first = left.equals(Unit.DEGREES) ? Expr.product(a.expr(), DEGREE) : a.expr();
      Expr second = right.equals(Unit.DEGREES) ? Expr.product(b.expr(), DEGREE) : b.expr();
      Equality angle = numbers(first, second);
      return radians ? angle : angle.or(numbers(a.expr(), b.expr()));
    }
    if (!left.isKnown() || !right.isKnown()) {
      return numbers(a.expr(), b.expr());
    }
    if (!left.dimension().equals(right.dimension())) {
      return Equality.DIFFERENT;
    }
    return numbers(
        Expr.product(new Num(left.factor()), a.expr()),
        Expr.product(new Num(right.factor()), b.expr()));
  }

  private static boolean isRadians(Unit unit) {
    return unit.dimension().contains("radians");
  }

  private Equality numbers(Expr a, Expr b) {
    return expressions.compare(a, b);
  }
}
