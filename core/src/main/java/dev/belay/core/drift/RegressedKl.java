package dev.belay.core.drift;

import dev.belay.core.stats.Summation;

/**
 * The sum of exact KLs with what the drawn tokens said beside it (drift specification §5): {@code
 * KLrb + c (k1 − KLrb)}. The second term has mean 0, and c makes the variance least, so the
 * estimate is never worse than either alone; the exact sum by itself sometimes is.
 *
 * @param coefficient c, from these completions
 * @param kl the mean, nats a completion
 * @param se its standard error, the completions taken as independent; with several completions a
 *     prompt take the clustered error of {@link #combined}
 */
public record RegressedKl(double coefficient, double kl, double se) {

  /**
   * From at least two completions.
   *
   * @param rb sums of the exact per-token KL, shape {@code [completions]}
   * @param k1 {@code log π − log q} of the completions, shape {@code [completions]}
   */
  public static RegressedKl of(double[] rb, double[] k1) {
    Require require = Require.section("5");
    require.sameLength("rb and k1", rb.length, k1.length);
    require.atLeastTwo("completions", rb.length);
    require.allFinite("rb", rb);
    require.allFinite("k1", k1);
    double c = coefficient(rb, k1);
    double[] combined = combined(rb, k1, c);
    return new RegressedKl(c, KlMonteCarlo.mean(combined), KlMonteCarlo.standardError(combined));
  }

  /** One value a completion, shape {@code [completions]}. */
  public static double[] combined(double[] rb, double[] k1, double coefficient) {
    double[] combined = new double[rb.length];
    for (int i = 0; i < rb.length; i++) {
      combined[i] = rb[i] + coefficient * (k1[i] - rb[i]);
    }
    return combined;
  }

  /** {@code −Cov(rb, D)/Var(D)} with D = k1 − rb; 0 where D does not vary. */
  private static double coefficient(double[] rb, double[] k1) {
    double[] noise = new double[rb.length];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = k1[i] - rb[i];
    }
    double rbMean = KlMonteCarlo.mean(rb);
    double noiseMean = KlMonteCarlo.mean(noise);
    Summation covariance = new Summation();
    Summation variance = new Summation();
    for (int i = 0; i < noise.length; i++) {
      double each = noise[i] - noiseMean;
      covariance.add((rb[i] - rbMean) * each);
      variance.add(each * each);
    }
    return variance.value() > 0 ? -covariance.value() / variance.value() : 0;
  }
}
