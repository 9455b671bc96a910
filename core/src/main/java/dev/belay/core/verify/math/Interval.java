package dev.belay.core.verify.math;

/** The numbers between two, either of which may be infinite; one number where both are the same. */
record Interval(Expr low, boolean lowClosed, Expr high, boolean highClosed) {

  static Interval point(Expr number) {
    return new Interval(number, true, number, true);
  }

  static Interval all() {
    Expr infinity = Expr.Const.INFINITY;
    return new Interval(infinity.negated(), false, infinity, false);
  }
}
