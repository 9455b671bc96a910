package dev.belay.core.drift;

import dev.belay.core.stats.PairedBootstrap;
import dev.belay.core.stats.Summation;
import java.util.Arrays;
import java.util.Random;

/**
 * Percentile bootstrap of the estimated drift of one prompt (drift specification §5). With several
 * prompts it is the prompts that are resampled, not this.
 *
 * @param lo lower end
 * @param hi upper end
 * @param mean of the resamples
 */
public record DriftBootstrap(double lo, double hi, double mean) {

  /**
   * From n ≥ 2 completions.
   *
   * @param g rewards, shape {@code [n]}
   * @param s safety, in [0, 1], shape {@code [n]}
   * @param beta above 0
   * @param resamples 1 or more
   * @param seed of {@link Random}, whose sequence is fixed by its specification
   * @param confidence in (0, 1)
   */
  public static DriftBootstrap of(
      double[] g, double[] s, double beta, int resamples, long seed, double confidence) {
    DriftEstimate.check(g, s, beta);
    Require require = Require.section("5");
    require.count("resamples", resamples, 1);
    require.openUnit("conf", confidence);
    Random random = new Random(seed);
    int n = g.length;
    double[] drifts = new double[resamples];
    double[] drawnRewards = new double[n];
    double[] drawnSafety = new double[n];
    for (int b = 0; b < resamples; b++) {
      for (int i = 0; i < n; i++) {
        int drawn = random.nextInt(n);
        drawnRewards[i] = g[drawn];
        drawnSafety[i] = s[drawn];
      }
      drifts[b] = DriftEstimate.driftOf(drawnRewards, drawnSafety, beta);
    }
    Arrays.sort(drifts);
    double tail = (1 - confidence) / 2;
    return new DriftBootstrap(
        PairedBootstrap.quantile(drifts, tail),
        PairedBootstrap.quantile(drifts, 1 - tail),
        Summation.of(drifts) / resamples);
  }
}
