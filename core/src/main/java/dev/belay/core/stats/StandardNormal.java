package dev.belay.core.stats;

/** The standard normal law: tail probabilities and quantiles to about 14 digits. */
public final class StandardNormal {
  private static final double SQRT_TWO_PI = Math.sqrt(2 * Math.PI);

  /** Where the power series hands over to the continued fraction. */
  private static final double TAIL_START = 4;

  /** Beyond this the upper tail is below the smallest double. */
  private static final double FARTHEST = 39;

  private StandardNormal() {}

  /** P(Z ≤ x). */
  public static double cdf(double x) {
    return x >= 0 ? 1 - upperTail(x) : upperTail(-x);
  }

  /** P(Z > x), accurate far out in the tail where {@code 1 - cdf(x)} is not. */
  public static double upperTail(double x) {
    if (Double.isNaN(x)) {
      throw new IllegalArgumentException("not a number");
    }
    if (x < 0) {
      return 1 - upperTail(-x);
    }
    return x < TAIL_START ? 0.5 - density(x) * centralSeries(x) : density(x) * millsRatio(x);
  }

  /**
   * The x with {@code P(Z ≤ x) = p}.
   *
   * @param p in (0, 1)
   */
  public static double quantile(double p) {
    if (!(p > 0 && p < 1)) {
      throw new IllegalArgumentException("a quantile needs a probability in (0, 1), was " + p);
    }
    return p <= 0.5 ? -upperQuantile(p) : upperQuantile(1 - p);
  }

  /**
   * The critical value of a two-sided interval: 1.96 at confidence 0.95.
   *
   * @param confidence in (0, 1)
   */
  public static double twoSidedCritical(double confidence) {
    Interval.checkConfidence(confidence);
    return upperQuantile((1 - confidence) / 2);
  }

  /** The x ≥ 0 with P(Z > x) = tail, tail at most 1/2, by bisection to neighbouring doubles. */
  private static double upperQuantile(double tail) {
    double low = 0;
    double high = FARTHEST;
    while (true) {
      double middle = 0.5 * (low + high);
      if (middle <= low || middle >= high) {
        return middle;
      }
      if (upperTail(middle) > tail) {
        low = middle;
      } else {
        high = middle;
      }
    }
  }

  private static double density(double x) {
    return Math.exp(-0.5 * x * x) / SQRT_TWO_PI;
  }

  /** Sum of x^(2k+1) / (1·3·5···(2k+1)): (Φ(x) − 1/2) / φ(x). */
  private static double centralSeries(double x) {
    double term = x;
    double sum = x;
    for (int odd = 3; term > sum * 1e-17; odd += 2) {
      term *= x * x / odd;
      sum += term;
    }
    return sum;
  }

  /** Laplace's continued fraction 1/(x + 1/(x + 2/(x + 3/…))), from the far end inwards. */
  private static double millsRatio(double x) {
    double fraction = x;
    for (int k = 200; k >= 1; k--) {
      fraction = x + k / fraction;
    }
    return 1 / fraction;
  }
}
