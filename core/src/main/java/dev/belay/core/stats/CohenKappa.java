package dev.belay.core.stats;

import java.util.Arrays;
import java.util.Optional;

/**
 * Agreement of two raters beyond chance (Cohen, Educational and Psychological Measurement 20,
 * 1960).
 *
 * @param value 1 for full agreement, 0 for what chance alone gives
 * @param standardError for large samples (Fleiss, Cohen and Everitt, Psychological Bulletin 72,
 *     1969, equation 13); 0 when all agree
 * @param smoothedValue the value with two cases added, spread evenly over the cells
 * @param smoothedError its standard error, which is never 0
 */
public record CohenKappa(
    double value, double standardError, double smoothedValue, double smoothedError) {
  private static final double ADDED_CASES = 2;

  /**
   * From counts by the first rater's class and the second's.
   *
   * @param table {@code [classes, classes]}
   * @return empty when there is nothing to rate, or both raters used one and the same class alone
   */
  public static Optional<CohenKappa> of(long[][] table) {
    Estimate plain = Estimate.of(table, 0);
    if (plain.n == 0 || plain.chance >= 1) {
      return Optional.empty();
    }
    Estimate smoothed = Estimate.of(table, ADDED_CASES);
    return Optional.of(
        new CohenKappa(
            plain.kappa(), plain.standardError(), smoothed.kappa(), smoothed.standardError()));
  }

  /**
   * The normal interval about the smoothed value, widened to the value itself and cut at −1 and 1.
   * Without the added cases it has no width where all agree, and covers .67 at five rows; with
   * them, .93 and more in every setting of {@code docs/statistics.md}.
   */
  public Interval interval(double confidence) {
    double radius = StandardNormal.twoSidedCritical(confidence) * smoothedError;
    return new Interval(
        Math.max(Math.min(smoothedValue - radius, value), -1),
        Math.min(Math.max(smoothedValue + radius, value), 1),
        confidence);
  }

  /** Cells and margins as shares of n. */
  @SuppressWarnings("ArrayRecordComponent") // Read by index, never compared.
  private record Estimate(
      double n, double[][] cells, double[] rows, double[] columns, double observed, double chance) {

    static Estimate of(long[][] table, double added) {
      int classes = table.length;
      double n = added;
      for (long[] row : table) {
        n += Arrays.stream(row).sum();
      }
      double[][] cells = new double[classes][classes];
      double[] rows = new double[classes];
      double[] columns = new double[classes];
      for (int i = 0; i < classes; i++) {
        for (int j = 0; j < classes; j++) {
          cells[i][j] = (table[i][j] + added / (classes * classes)) / n;
          rows[i] += cells[i][j];
          columns[j] += cells[i][j];
        }
      }
      double observed = 0;
      double chance = 0;
      for (int i = 0; i < classes; i++) {
        observed += cells[i][i];
        chance += rows[i] * columns[i];
      }
      return new Estimate(n, cells, rows, columns, observed, chance);
    }

    double kappa() {
      return (observed - chance) / (1 - chance);
    }

    double standardError() {
      double kappa = kappa();
      double sum = 0;
      for (int i = 0; i < cells.length; i++) {
        for (int j = 0; j < cells.length; j++) {
          double margins = i == j ? rows[i] + columns[i] : columns[i] + rows[j];
          double term = i == j ? 1 - margins * (1 - kappa) : (1 - kappa) * margins;
          sum += cells[i][j] * term * term;
        }
      }
      double excess = kappa - chance * (1 - kappa);
      double variance = (sum - excess * excess) / (n * (1 - chance) * (1 - chance));
      return Math.sqrt(Math.max(variance, 0));
    }
  }
}
