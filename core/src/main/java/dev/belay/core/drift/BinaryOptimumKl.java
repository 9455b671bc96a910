package dev.belay.core.drift;

/**
 * How far the optimum for a binary reward is from the reference (drift specification §4.1).
 *
 * @param kl {@code KL(π* ‖ q)}, nats
 * @param reverseKl {@code KL(q ‖ π*)}, nats
 * @param logZ {@code log E_q e^{g/beta}}
 * @param gain of success
 * @param chi2 {@code gain²/(p(1 − p))}
 */
public record BinaryOptimumKl(double kl, double reverseKl, double logZ, double gain, double chi2) {

  /**
   * From the reference's success.
   *
   * @param p in [0, 1]
   * @param beta above 0
   */
  public static BinaryOptimumKl of(double p, double beta) {
    Require require = Require.section("4.1");
    require.probability("p", p);
    require.positive("beta", beta);
    double t = 1 / beta;
    double rest = 1 - p;
    if (p == 0 || rest == 0) {
      return new BinaryOptimumKl(0, 0, p * t, 0, 0);
    }
    double gain = Logistic.gain(p, rest, t);
    double grown = t < 700 ? p * Math.expm1(t) : Double.POSITIVE_INFINITY;
    // Where successes stay rare log Z is small and computed from below, else from t downwards.
    boolean rare = grown < 1;
    double logSum = rare ? 0 : logSum(p, rest, t);
    double logZ = rare ? Math.log1p(grown) : t + logSum;
    double reverse = rare ? logZ - p * t : logSum + rest * t;
    return new BinaryOptimumKl(
        BinaryKl.ofDeviation(p, rest, gain), reverse, logZ, gain, gain / p * (gain / rest));
  }

  /** {@code log(p + (1 − p) e^−t)}. */
  private static double logSum(double p, double rest, double t) {
    return p > 0.5 ? Math.log1p(rest * Math.expm1(-t)) : Math.log(p + rest * Math.exp(-t));
  }
}
