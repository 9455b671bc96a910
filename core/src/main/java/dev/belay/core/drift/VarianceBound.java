package dev.belay.core.drift;

/** Bounds that use the variance of safety under the reference (drift specification §3). */
public final class VarianceBound {
  private VarianceBound() {}

  /**
   * B1: {@code √(χ² · Var s)}. With the variance of {@code E[s | g]} in place of that of s it is
   * B1', which is sharper and an equality for a binary reward.
   *
   * @param chi2 of the optimum from the reference, 0 or more
   * @param variance 0 or more
   */
  public static double cauchySchwarz(double chi2, double variance) {
    Require require = Require.section("3 B1");
    require.nonNegative("chi2", chi2);
    require.nonNegative("variance", variance);
    return Math.sqrt(chi2) * Math.sqrt(variance);
  }

  /**
   * B7, Bernstein: {@code √(2 V K) + b K/3}.
   *
   * @param variance V, of safety under the reference, 0 or more
   * @param b {@code m − min s} for a drop, {@code max s − m} for a rise, 0 or more
   * @param kl K of any policy from the reference, in nats, 0 or more
   */
  public static double bernstein(double variance, double b, double kl) {
    Require require = Require.section("3 B7");
    require.nonNegative("variance", variance);
    require.nonNegative("b", b);
    require.nonNegative("kl", kl);
    return Math.sqrt(2 * variance * kl) + b * kl / 3;
  }
}
