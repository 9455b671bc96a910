package dev.belay.core.stats;

import java.util.Arrays;

/**
 * The same prompts before and after, in runs of several seeds; prompts and seeds both drawn at
 * random. For other prompts and the seeds that are given the interval is Tango's, as in {@link
 * ClusteredPairs}: on the expected gains and losses of one draw a prompt, scaled to as many pairs
 * as have the variance of the prompts' means. For other seeds each of its sides is lengthened by
 * Student's interval of the seeds' means, by the root of the sum of squares (the method of variance
 * estimates recovery, Zou and Donner, Statistics in Medicine 27, 2008). Student's critical value,
 * which is large for few seeds, so falls on what the seeds vary by alone: in Tango's interval it
 * would make that of three seeds and no change 15 points wide on either side, since a score
 * interval's width grows with its square where there are few changes. The rest's variance is in
 * both parts, which errs on the side of caution. With one seed and one verdict a prompt it is
 * Tango's interval. {@code belay bench coverage} simulates its coverage.
 *
 * @param change the differences, after minus before, in their table
 * @param before mean before
 * @param after mean after
 * @param gained expected gains, scaled
 * @param lost expected losses, scaled
 * @param effective how many independent pairs the prompts are worth
 */
public record CrossedPairs(
    CrossedMean change, double before, double after, double gained, double lost, double effective) {

  /**
   * From the shares of each prompt in the run of each seed.
   *
   * @param before shares in [0, 1], {@code [S][P]}, S and P at least 1
   * @param after of the same prompts and seeds in the same order, {@code [S][P]}
   */
  public static CrossedPairs of(double[][] before, double[][] after) {
    CrossedMean change = CrossedMean.of(differences(before, after));
    int prompts = change.prompts();
    double gains = 0;
    double losses = 0;
    for (int s = 0; s < before.length; s++) {
      for (int p = 0; p < prompts; p++) {
        gains += share(after[s][p]) * (1 - share(before[s][p])) / before.length;
        losses += before[s][p] * (1 - after[s][p]) / before.length;
      }
    }
    double single = gains + losses - prompts * change.mean() * change.mean();
    double between = (prompts - 1.0) * prompts * change.promptError() * change.promptError();
    double effect = DesignEffect.of(between, single, prompts, (long) prompts * before.length);
    return new CrossedPairs(
        change, mean(before), mean(after), gains / effect, losses / effect, prompts / effect);
  }

  /** The interval of the change for other prompts and, with several seeds, other seeds. */
  public Interval interval(double confidence) {
    return possible(
        CrossedMean.withSeeds(ofPrompts(confidence), change.mean(), change.seedMeans()));
  }

  /** The interval for other prompts and the seeds that are given. */
  Interval ofPrompts(double confidence) {
    return TangoInterval.interval(
        gained, lost, effective, StandardNormal.twoSidedCritical(confidence), confidence);
  }

  /** A change of a share is not less than −1, nor more than 1. */
  static Interval possible(Interval change) {
    return new Interval(
        Math.max(-1, change.low()), Math.min(1, change.high()), change.confidence());
  }

  private static double[][] differences(double[][] before, double[][] after) {
    if (before.length != after.length) {
      throw new IllegalArgumentException(
          "pairs need equal seeds, were %d and %d".formatted(before.length, after.length));
    }
    double[][] differences = new double[before.length][];
    for (int s = 0; s < before.length; s++) {
      if (before[s].length != after[s].length) {
        throw new IllegalArgumentException(
            "pairs need equal prompts, were %d and %d"
                .formatted(before[s].length, after[s].length));
      }
      double[] row = after[s].clone();
      for (int p = 0; p < row.length; p++) {
        row[p] -= before[s][p];
      }
      differences[s] = row;
    }
    return differences;
  }

  private static double share(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("shares lie in [0, 1], found " + share);
    }
    return share;
  }

  private static double mean(double[][] table) {
    return Arrays.stream(table).mapToDouble(row -> Arrays.stream(row).sum() / row.length).sum()
        / table.length;
  }
}
