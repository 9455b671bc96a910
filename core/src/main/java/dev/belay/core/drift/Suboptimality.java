package dev.belay.core.drift;

/**
 * What a policy short of the optimum can differ by (drift specification §4.4).
 *
 * @param klToOptimum {@code KL(π ‖ π*) = (J* − J(π))/beta}
 * @param tv a bound on their total variation, so on the difference of their safety
 */
public record Suboptimality(double klToOptimum, double tv) {

  /**
   * From the gap of the objective.
   *
   * @param gap {@code J* − J(π)}, 0 or more
   * @param beta above 0
   */
  public static Suboptimality of(double gap, double beta) {
    Require require = Require.section("4.4");
    require.nonNegative("gap", gap);
    require.positive("beta", beta);
    double kl = gap / beta;
    return new Suboptimality(kl, Math.min(Math.sqrt(kl / 2), Math.sqrt(-Math.expm1(-kl))));
  }
}
