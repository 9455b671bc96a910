package dev.belay.core.drift;

import dev.belay.core.stats.StandardNormal;

/**
 * RLHF with a learned reward that is normal and unbounded, and safety {@code E[s | r] = Φ(a + b r)}
 * (drift specification §6). Without a bounded range there is no bound: for b below 0 safety falls
 * without limit as beta falls.
 *
 * @param safetyRef of the reference
 * @param safetyStar of the optimum
 * @param drift the difference
 * @param kl of the optimum, nats
 * @param gain of the reward
 */
public record GaussianReward(
    double safetyRef, double safetyStar, double drift, double kl, double gain) {

  /**
   * From the law of the reward.
   *
   * @param mu its mean
   * @param variance 0 or more
   * @param a safety at reward 0, on the normal scale
   * @param b what a unit of reward does to safety
   * @param beta above 0
   */
  public static GaussianReward of(double mu, double variance, double a, double b, double beta) {
    Require require = Require.section("6");
    require.finite("mu", mu);
    require.nonNegative("variance", variance);
    require.finite("a", a);
    require.finite("b", b);
    require.positive("beta", beta);
    double gain = variance / beta;
    double scale = Math.sqrt(1 + b * b * variance);
    double from = (a + b * mu) / scale;
    double to = (a + b * (mu + gain)) / scale;
    return new GaussianReward(
        StandardNormal.cdf(from),
        StandardNormal.cdf(to),
        // From the tail in which both have digits.
        from > 0 && to > 0
            ? StandardNormal.upperTail(from) - StandardNormal.upperTail(to)
            : StandardNormal.cdf(to) - StandardNormal.cdf(from),
        variance / 2 / beta / beta,
        gain);
  }
}
