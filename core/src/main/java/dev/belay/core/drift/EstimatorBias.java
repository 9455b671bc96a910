package dev.belay.core.drift;

import dev.belay.core.stats.Summation;

/**
 * What {@link DriftEstimate} is off by on average, to first order in 1/n, if the reference is
 * known: {@code −E_q[w² (s − E_π* s)]/n} (drift specification §5).
 */
public final class EstimatorBias {
  private EstimatorBias() {}

  /**
   * The bias.
   *
   * @param ref probabilities of the reference, above 0, shape {@code [completions]}
   * @param g rewards
   * @param s safety, in [0, 1]
   * @param beta above 0
   * @param n completions of a sample, 2 or more
   */
  public static double of(double[] ref, double[] g, double[] s, double beta, int n) {
    Require.section("5").count("n", n, 2);
    TiltedOptimum optimum = TiltedOptimum.of(ref, g, s, beta);
    Summation sum = new Summation();
    for (int i = 0; i < ref.length; i++) {
      if (ref[i] > 0) {
        double star = optimum.piStar()[i];
        sum.add(star * (star / ref[i]) * (s[i] - optimum.safetyStar()));
      }
    }
    return -sum.value() / n;
  }
}
