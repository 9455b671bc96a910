package dev.belay.core.stats;

/** Sums of numbers of which only the logarithms are representable. */
final class LogSum {
  private LogSum() {}

  /** {@code log(e^a + e^b)}. */
  static double of(double a, double b) {
    double most = Math.max(a, b);
    return most == Double.NEGATIVE_INFINITY
        ? most
        : most + Math.log1p(Math.exp(Math.min(a, b) - most));
  }

  /** The logarithm of the mean of {@code e^value}, {@code [N]}, N at least 1. */
  static double ofMean(double[] values) {
    double most = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      most = Math.max(most, value);
    }
    double sum = 0;
    for (double value : values) {
      // Beside 1 for the largest, so that values close to each other lose nothing.
      sum += Math.expm1(value - most);
    }
    return most + Math.log1p(sum / values.length);
  }
}
