package dev.belay.core.drift;

import dev.belay.core.stats.Summation;

/**
 * B6 over several prompts (drift specification §8.1).
 *
 * @param perPromptDrop the bound of each, shape {@code [prompts]}
 * @param meanOfBounds their weighted mean: the bound to report
 * @param boundOfMeans the bound from mean safety and mean KL, valid and looser
 * @param worstPrompt the largest of a prompt
 */
@SuppressWarnings("ArrayRecordComponent") // Read once by whoever asked; not compared.
public record AggregateKlBound(
    double[] perPromptDrop, double meanOfBounds, double boundOfMeans, double worstPrompt) {

  /**
   * From each prompt's base safety and KL.
   *
   * @param m in [0, 1], shape {@code [prompts]}
   * @param kl in nats, 0 or more, shape {@code [prompts]}
   * @param weights that add up to 1, shape {@code [prompts]}
   */
  public static AggregateKlBound of(double[] m, double[] kl, double[] weights) {
    return of(m, kl, weights, (base, rest, nats) -> KlInverse.of(base, rest, nats).maxDrop());
  }

  /**
   * The same mirrored: from {@code KL(reference ‖ policy)} of each prompt. That bound is concave in
   * base safety and KL too.
   */
  public static AggregateKlBound mirrored(double[] m, double[] kl, double[] weights) {
    return of(
        m, kl, weights, (base, rest, nats) -> MirroredKlInverse.of(base, rest, nats).maxDrop());
  }

  /** The largest drop by base safety, its complement and the KL. */
  private interface Drop {
    double of(double m, double rest, double kl);
  }

  private static AggregateKlBound of(double[] m, double[] kl, double[] weights, Drop drop) {
    Require require = Require.section("8.1");
    require.sameLength("m, kl and weights", m.length, kl.length, weights.length);
    require.notEmpty("m", m.length);
    require.allProbabilities("m", m);
    for (int i = 0; i < kl.length; i++) {
      require.nonNegative("kl[" + i + "]", kl[i]);
    }
    double[] w = require.normalised("weights", weights);
    double[] drops = new double[m.length];
    double worst = 0;
    Summation meanKl = new Summation();
    for (int i = 0; i < m.length; i++) {
      drops[i] = drop.of(m[i], 1 - m[i], kl[i]);
      worst = Math.max(worst, drops[i]);
      meanKl.add(w[i] * kl[i]);
    }
    double mean = Math.min(1, FiniteLaw.mean(w, m));
    double rest = Math.max(0, FiniteLaw.meanRest(w, m));
    return new AggregateKlBound(
        drops, FiniteLaw.mean(w, drops), drop.of(mean, rest, meanKl.value()), worst);
  }
}
