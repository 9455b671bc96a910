package dev.belay.core.advantage;

/** Whitening over tokens: minus their mean, over {@code sqrt(variance + 1e-8)}. */
final class TokenWhitening {

  private static final double VARIANCE_EPS = 1e-8;

  private TokenWhitening() {}

  /**
   * Whitens a column.
   *
   * @param counts which tokens take part, shape {@code [M]}; the others get 0
   * @return shape {@code [M]}; all 0 if fewer than two take part, or all of them are equal
   */
  static double[] of(double[] column, boolean[] counts, StdKind std) {
    double sum = 0;
    long tokens = 0;
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int t = 0; t < column.length; t++) {
      if (counts[t]) {
        sum += column[t];
        tokens++;
        least = Math.min(least, column[t]);
        most = Math.max(most, column[t]);
      }
    }
    double[] whitened = new double[column.length];
    if (tokens < 2 || least == most) {
      return whitened;
    }
    double mean = sum / tokens;
    double squares = 0;
    for (int t = 0; t < column.length; t++) {
      squares += counts[t] ? (column[t] - mean) * (column[t] - mean) : 0;
    }
    double deviation = std.fromSquares(squares, tokens);
    double scale = Math.sqrt(deviation * deviation + VARIANCE_EPS);
    for (int t = 0; t < column.length; t++) {
      whitened[t] = counts[t] ? (column[t] - mean) / scale : 0;
    }
    return whitened;
  }
}
