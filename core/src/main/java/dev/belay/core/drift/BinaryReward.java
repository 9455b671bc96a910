package dev.belay.core.drift;

/**
 * The optimum for a reward that is 0 or 1 (drift specification §2.1–2.2).
 *
 * @param kappa by how much the optimum's success exceeds the reference's; also their total
 *     variation
 * @param pStar success of the optimum
 * @param supKappa the largest kappa of any p, {@code tanh(1/(4 beta))}
 * @param argSup the p at which it is taken, {@code σ(−1/(2 beta))}
 */
public record BinaryReward(double kappa, double pStar, double supKappa, double argSup) {

  /**
   * From the reference's success.
   *
   * @param p in [0, 1]
   * @param beta above 0
   */
  public static BinaryReward of(double p, double beta) {
    check("2.1", p, beta);
    double t = 1 / beta;
    return new BinaryReward(
        Logistic.gain(p, 1 - p, t),
        Logistic.raised(p, 1 - p, t),
        Math.tanh(t / 4),
        Logistic.sigmoid(-t / 2));
  }

  /**
   * {@code kappa (s1 − s0)}: the drift of safety at the optimum.
   *
   * @param s1 safety of the reference's completions with reward 1, in [0, 1]
   * @param s0 of those with reward 0
   */
  public static double drift(double p, double beta, double s1, double s0) {
    Require require = check("2.1", p, beta);
    require.probability("s1", s1);
    require.probability("s0", s0);
    return Logistic.gain(p, 1 - p, 1 / beta) * (s1 - s0);
  }

  private static Require check(String section, double p, double beta) {
    Require require = Require.section(section);
    require.probability("p", p);
    require.positive("beta", beta);
    return require;
  }
}
