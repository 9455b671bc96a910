package dev.belay.core.stats;

/** What Stirling's formula lacks: {@code log n! − (n + ½) log n + n − ½ log 2π}. */
final class StirlingError {
  /** From here on the asymptotic series has all digits. */
  private static final long SERIES_START = 16;

  private StirlingError() {}

  /**
   * The error, {@code 1/(12n) − 1/(360n³) + …}.
   *
   * @param n 1 or more
   */
  static double of(long n) {
    double error = 0;
    long m = n;
    // The error of n is that of n + 1 and (n + ½) log(1 + 1/n) − 1.
    for (; m < SERIES_START; m++) {
      error += (m + 0.5) * Math.log1p(1.0 / m) - 1;
    }
    return error + series((double) m);
  }

  /** Bernoulli numbers over {@code 2k (2k − 1) n^(2k − 1)}. */
  private static double series(double n) {
    double nn = n * n;
    return (1 / 12.0
            - (1 / 360.0
                    - (1 / 1260.0 - (1 / 1680.0 - (1 / 1188.0 - 691 / 360360.0 / nn) / nn) / nn)
                        / nn)
                / nn)
        / n;
  }
}
