package dev.belay.core.stats;

/**
 * A share of a known, non-empty number of observations. There is no rate of nothing: {@code n = 0}
 * is an error, not zero.
 *
 * @param successes how many of them, 0 to {@code n}
 * @param n how many observations, at least 1
 */
public record Rate(long successes, long n) {

  public Rate {
    if (n < 1) {
      throw new IllegalArgumentException("a rate needs at least one observation, n was " + n);
    }
    if (successes < 0 || successes > n) {
      throw new IllegalArgumentException(
          "successes must lie in 0..%d, was %d".formatted(n, successes));
    }
  }

  /** The share itself, {@code successes / n}. */
  public double value() {
    return (double) successes / n;
  }

  /**
   * The score interval of Wilson (Journal of the American Statistical Association 22, 1927): the
   * rates that a two-sided z test would not reject. Close to nominal coverage at any rate.
   *
   * @param confidence in (0, 1), such as 0.95
   */
  public Interval wilson(double confidence) {
    return wilson((double) successes, (double) n, confidence);
  }

  /** The same for counts that need not be whole, 0 to n. */
  static Interval wilson(double successes, double n, double confidence) {
    double z = StandardNormal.twoSidedCritical(confidence);
    double zz = z * z;
    double low = successes == 0 ? 0 : lowerRoot(successes, n, zz);
    double high = successes == n ? 1 : 1 - lowerRoot(n - successes, n, zz);
    return new Interval(low, high, confidence);
  }

  /** The smaller root p of (k/n − p)² = z² p(1 − p)/n in the form that does not cancel. */
  private static double lowerRoot(double k, double n, double zz) {
    double center = 2 * k + zz;
    double spread = Math.sqrt(zz * (zz + 4 * k * (n - k) / n));
    return 2 * k * k / (n * (center + spread));
  }
}
