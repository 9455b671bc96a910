package dev.belay.core.drift;

/** The smallest KL coefficient for a drift that is allowed (drift specification §7.1). */
public final class CoefficientForDrift {
  private CoefficientForDrift() {}

  /**
   * If nothing is known of base safety: {@code range/(4 artanh eps)}.
   *
   * @param range of the reward, 0 or more
   * @param eps allowed change of safety either way, in (0, 1)
   */
  public static double anyBase(double range, double eps) {
    Require require = Require.section("7.1");
    require.nonNegative("range", range);
    require.openUnit("eps", eps);
    return range / (2 * Math.log1p(2 * eps / (1 - eps)));
  }

  /**
   * If base safety is known; never larger than {@link #anyBase}.
   *
   * @param m base safety, in [0, 1]
   * @param eps allowed drop of safety, in (0, 1)
   * @return 0 if any coefficient will do
   */
  public static double knownBase(double m, double range, double eps) {
    Require require = Require.section("7.1");
    require.probability("m", m);
    require.nonNegative("range", range);
    require.openUnit("eps", eps);
    if (m == 1 || eps >= m) {
      return 0;
    }
    return range / (Math.log1p(eps / (m - eps)) + Math.log1p(eps / (1 - m)));
  }
}
