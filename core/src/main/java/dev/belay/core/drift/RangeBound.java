package dev.belay.core.drift;

/** Bounds from the range of the reward alone (drift specification §1.4, §2.3). */
public final class RangeBound {
  private RangeBound() {}

  /**
   * The largest total variation between optimum and reference, {@code tanh(range/(4 beta))}; the
   * drift of safety is at most that. Best possible.
   *
   * @param range of the reward on what the reference can produce, 0 or more
   * @param beta above 0
   */
  public static double totalVariation(double range, double beta) {
    Require require = Require.section("2.3");
    require.nonNegative("range", range);
    require.positive("beta", beta);
    return Math.tanh(range / beta / 4);
  }

  /**
   * The drift if safety nearly does not depend on the reward: {@code osc · tanh(range/(4 beta))}.
   *
   * @param osc the largest less the smallest expected safety of a level of reward, in [0, 1]
   */
  public static double nearIndependence(double osc, double range, double beta) {
    Require require = Require.section("1.4");
    require.probability("osc", osc);
    require.nonNegative("range", range);
    require.positive("beta", beta);
    return osc * Math.tanh(range / beta / 4);
  }
}
