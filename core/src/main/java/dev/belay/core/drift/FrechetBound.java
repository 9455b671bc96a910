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
    return of(p, 1 - p, m, 1 - m, beta);
  }

  /**
   * The same where success or safety is close to 1.
   *
   * @param failure {@code 1 − p} with all its digits
   * @param rest {@code 1 − m} with all its digits
   */
  public static ChangeBounds of(double p, double failure, double m, double rest, double beta) {
    Require require = Require.section("3 B4");
    require.probability("p", p);
    require.probability("1 - p", failure);
    require.probability("m", m);
    require.probability("1 - m", rest);
    require.positive("beta", beta);
    if (p == 0 || failure == 0) {
      return new ChangeBounds(0, 0);
    }
    double kappa = Logistic.gain(p, failure, 1 / beta);
    double down = Math.min(m / failure, rest / p);
    double up = Math.min(m / p, rest / failure);
    return new ChangeBounds(kappa * down, kappa * up);
  }
}
