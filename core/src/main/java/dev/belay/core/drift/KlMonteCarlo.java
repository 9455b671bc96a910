package dev.belay.core.drift;

import dev.belay.core.stats.Summation;

/**
 * Three estimates of KL(π ‖ q) from completions of π (drift specification §5), with their standard
 * errors. With {@code l = log π − log q} of a whole completion: {@code k1 = l}, {@code k2 = l²/2},
 * {@code k3 = e^−l − 1 + l}. k1 is unbiased; k3 is where π covers q; k2 is biased.
 */
public record KlMonteCarlo(double k1, double k1Se, double k2, double k2Se, double k3, double k3Se) {

  /**
   * From at least two completions.
   *
   * @param logRatio l, under the law that was sampled, shape {@code [completions]}
   */
  public static KlMonteCarlo of(double[] logRatio) {
    Require require = Require.section("5");
    require.atLeastTwo("completions", logRatio.length);
    require.allFinite("logRatio", logRatio);
    int n = logRatio.length;
    double[] k2 = new double[n];
    double[] k3 = new double[n];
    for (int i = 0; i < n; i++) {
      k2[i] = logRatio[i] * logRatio[i] / 2;
      k3[i] = Math.expm1(-logRatio[i]) + logRatio[i];
    }
    return new KlMonteCarlo(
        mean(logRatio),
        standardError(logRatio),
        mean(k2),
        standardError(k2),
        mean(k3),
        standardError(k3));
  }

  static double mean(double[] values) {
    return Summation.of(values) / values.length;
  }

  static double standardError(double[] values) {
    double mean = mean(values);
    if (Double.isInfinite(mean)) {
      return Double.POSITIVE_INFINITY;
    }
    Summation squares = new Summation();
    for (double value : values) {
      squares.add((value - mean) * (value - mean));
    }
    return Math.sqrt(squares.value() / (values.length - 1) / values.length);
  }
}
