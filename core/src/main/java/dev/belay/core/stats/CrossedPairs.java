package dev.belay.core.stats;

import java.util.Arrays;

/**
 * The same prompts before and after, in runs of several seeds; prompts and seeds both drawn at
 * random. As {@link ClusteredPairs} does with completions: Tango's score method is used on the
 * expected gains and losses of one draw a prompt, scaled to as many pairs as have the variance that
 * {@link CrossedMean} finds, with Student's critical value in place of the normal one. With one
 * seed and one verdict a prompt it is Tango's interval.
 *
 * @param change the differences, after minus before, in their table
 * @param before mean before
 * @param after mean after
 * @param gained expected gains, scaled
 * @param lost expected losses, scaled
 * @param effective how many independent pairs the table is worth
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
    double variance = change.standardError() * change.standardError();
    double between = (prompts - 1.0) * prompts * variance;
    // Where seeds differ more than draws would, a table is worth less than its prompts.
    double effect =
        between > single && single > 0
            ? between / single
            : DesignEffect.of(between, single, prompts, (long) prompts * before.length);
    return new CrossedPairs(
        change, mean(before), mean(after), gains / effect, losses / effect, prompts / effect);
  }

  /** The interval of the change for other prompts and other seeds. */
  public Interval interval(double confidence) {
    double critical =
        change.seedMeans().size() == 1
            ? StandardNormal.twoSidedCritical(confidence)
            : StudentT.twoSidedCritical(change.degrees(), confidence);
    return TangoInterval.interval(gained, lost, effective, critical, confidence);
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
