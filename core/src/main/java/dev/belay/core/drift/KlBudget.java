package dev.belay.core.drift;

/**
 * The largest KL, on the prompts whose safety is asked about, that holds a change of safety within
 * a limit (drift specification §7.2).
 *
 * @param dropBudget {@code kl(m − eps ‖ m)}, sharp; infinite if no drop can exceed the limit
 * @param riseBudget {@code kl(m + eps ‖ m)}
 * @param twoSided the smaller
 * @param pinskerBudget {@code 2 eps²}, whatever base safety is
 */
public record KlBudget(
    double dropBudget, double riseBudget, double twoSided, double pinskerBudget) {

  /**
   * From base safety.
   *
   * @param m in [0, 1]
   * @param eps in (0, 1)
   */
  public static KlBudget of(double m, double eps) {
    Require require = Require.section("7.2");
    require.probability("m", m);
    require.openUnit("eps", eps);
    double drop = budget(m, 1 - m, eps);
    double rise = budget(1 - m, m, eps);
    return new KlBudget(drop, rise, Math.min(drop, rise), 2 * eps * eps);
  }

  /**
   * The largest KL that holds a drop within the limit whatever base safety is, {@code min_m kl(m −
   * eps ‖ m)}: {@code 2 eps² + 4 eps⁴/9 + …}, taken near {@code m = 1/2 + eps/3}.
   *
   * @param eps in (0, 1)
   */
  public static double ofAnyBase(double eps) {
    Require.section("7.2").openUnit("eps", eps);
    double low = eps;
    double high = 1;
    // The divergence is convex in m: thirds of the interval that cannot hold the least are cut.
    for (int i = 0; i < 200; i++) {
      double third = (high - low) / 3;
      if (budgetInside(low + third, eps) <= budgetInside(high - third, eps)) {
        high -= third;
      } else {
        low += third;
      }
    }
    return budgetInside((low + high) / 2, eps);
  }

  private static double budget(double m, double rest, double eps) {
    return eps >= m || rest == 0 ? Double.POSITIVE_INFINITY : BinaryKl.ofDeviation(m, rest, -eps);
  }

  private static double budgetInside(double m, double eps) {
    return BinaryKl.ofDeviation(m, 1 - m, -eps);
  }
}
