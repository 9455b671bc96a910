package dev.belay.core.stats;

import java.util.List;

/**
 * The mean change over several suites in runs of the same seeds, each suite weighing the same,
 * however many prompts it has; its interval is {@link MeanDifference}'s, of Tango's of each suite.
 *
 * @param before mean of the suites' rates before
 * @param after likewise after
 * @param change after less before
 * @param interval of the change, for other prompts and, with several seeds, other seeds
 * @param seedMeans the change of each seed, {@code [S]}
 */
public record MeanChange(
    double before, double after, double change, Interval interval, List<Double> seedMeans) {

  public MeanChange {
    seedMeans = List.copyOf(seedMeans);
  }

  /**
   * From the suites.
   *
   * @param suites at least one, of the same seeds in the same order
   */
  public static MeanChange of(List<CrossedPairs> suites, double confidence) {
    List<CrossedMean> changes = suites.stream().map(CrossedPairs::change).toList();
    MeanDifference mean =
        MeanDifference.of(changes, suites.stream().map(one -> one.ofPrompts(confidence)).toList());
    double before = suites.stream().mapToDouble(CrossedPairs::before).average().orElseThrow();
    double after = suites.stream().mapToDouble(CrossedPairs::after).average().orElseThrow();
    return new MeanChange(
        before, after, mean.change(), CrossedPairs.possible(mean.interval()), mean.seedMeans());
  }
}
