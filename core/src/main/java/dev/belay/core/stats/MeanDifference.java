package dev.belay.core.stats;

import java.util.Arrays;
import java.util.List;

/**
 * The mean over several suites of what changed in runs of the same seeds, each suite weighing the
 * same. Suites were chosen, prompts and seeds are drawn: the prompts' intervals are joined by the
 * root of the sum of squares (the method of variance estimates recovery, as in {@link
 * CrossedPairs}), and seeds, which move all suites together, count by the means over suites of
 * each.
 *
 * @param change the mean
 * @param interval of it, for other prompts and, with several seeds, other seeds
 * @param seedMeans that of each seed, {@code [S]}
 */
public record MeanDifference(double change, Interval interval, List<Double> seedMeans) {

  public MeanDifference {
    seedMeans = List.copyOf(seedMeans);
  }

  /**
   * From suites' differences of shares, with Student's intervals for other prompts.
   *
   * @param suites at least one, of the same seeds in the same order
   */
  public static MeanDifference of(List<CrossedMean> suites, double confidence) {
    return of(suites, suites.stream().map(one -> one.sharesOfPrompts(confidence)).toList());
  }

  /**
   * The same with intervals of one's own.
   *
   * @param ofPrompts of each suite, for other prompts and the seeds that are given
   */
  static MeanDifference of(List<CrossedMean> suites, List<Interval> ofPrompts) {
    if (suites.isEmpty()
        || suites.stream().map(one -> one.seedMeans().size()).distinct().count() > 1) {
      throw new IllegalArgumentException("a mean is of one suite or more, of the same seeds");
    }
    int count = suites.size();
    double[] bySeed = new double[suites.getFirst().seedMeans().size()];
    double change = 0;
    double below = 0;
    double above = 0;
    for (int k = 0; k < count; k++) {
      CrossedMean suite = suites.get(k);
      change += suite.mean() / count;
      below = Math.hypot(below, (suite.mean() - ofPrompts.get(k).low()) / count);
      above = Math.hypot(above, (ofPrompts.get(k).high() - suite.mean()) / count);
      for (int s = 0; s < bySeed.length; s++) {
        bySeed[s] += suite.seedMeans().get(s) / count;
      }
    }
    List<Double> seedMeans = Arrays.stream(bySeed).boxed().toList();
    Interval joined =
        new Interval(change - below, change + above, ofPrompts.getFirst().confidence());
    return new MeanDifference(change, CrossedMean.withSeeds(joined, change, seedMeans), seedMeans);
  }
}
