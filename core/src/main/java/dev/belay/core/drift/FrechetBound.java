package dev.belay.core.drift;

/** B4: binary reward, with success and safety of the reference known (drift specification §3). */
public final class FrechetBound {
  private FrechetBound() {}

  /**
   * {@code kappa · min(m/(1 − p), (1 − m)/p)} down, {@code kappa · min(m/p, (1 − m)/(1 − p))} up.
   *
   * @param p success of the reference, in [0, 1]
   * @param m safety of the reference, in [0, 1]
   * @param beta above 0
   */
  public static ChangeBounds of(double p, double m, double beta) {
    Require require = Require.section("3 B4");
    require.probability("p", p);
    require.probability("m", m);
    require.positive("beta", beta);
    if (p == 0 || p == 1) {
      return new ChangeBounds(0, 0);
    }
    double kappa = Logistic.gain(p, 1 - p, 1 / beta);
    double down = Math.min(m / (1 - p), (1 - m) / p);
    double up = Math.min(m / p, (1 - m) / (1 - p));
    return new ChangeBounds(kappa * down, kappa * up);
  }
}
