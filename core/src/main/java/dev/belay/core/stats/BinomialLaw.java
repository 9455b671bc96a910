package dev.belay.core.stats;

/**
 * The law of the number of successes in n independent trials, to about 13 digits for n up to some
 * millions.
 *
 * <p>A probability is Stirling's formula with its error and two deviances, none of which cancels
 * (Loader, "Fast and Accurate Computation of Binomial Probabilities", 2000); the usual {@code log
 * choose + k log p + (n − k) log q} loses digits in proportion to n. A tail is summed away from the
 * mean, so that its terms fall from the first on: summed towards the mean it would begin with a
 * term that is 0 as a double from some thousand trials on.
 */
public final class BinomialLaw {
  /** A term this much smaller than the sum no longer changes it. */
  private static final double NEGLIGIBLE = 1e-18;

  private static final double TWO_PI = 2 * Math.PI;

  private final long n;
  private final double p;
  private final double q;

  /** Of n trials that each succeed with probability p in [0, 1]. */
  public BinomialLaw(long n, double p) {
    if (n < 0 || !(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException(
          "trials are 0 or more and p lies in [0, 1], were %d and %s".formatted(n, p));
    }
    this.n = n;
    this.p = p;
    this.q = 1 - p;
  }

  /** P(X = k); 0 outside 0..n. */
  public double at(long k) {
    if (k < 0 || k > n) {
      return 0;
    }
    if (k == 0 || k == n) {
      return k == 0 ? power(q, p) : power(p, q);
    }
    if (p == 0 || q == 0) {
      return 0;
    }
    double log =
        StirlingError.of(n)
            - StirlingError.of(k)
            - StirlingError.of(n - k)
            - deviance((double) k, n * p, aboveMean(k))
            - deviance((double) (n - k), n * q, -aboveMean(k));
    return Math.exp(log) * Math.sqrt(n / (TWO_PI * k * (n - k)));
  }

  /** base^n, with the logarithm taken from the smaller of base and its complement. */
  private double power(double base, double complement) {
    return n == 0 ? 1 : Math.exp(n * (base < 0.5 ? Math.log(base) : Math.log1p(-complement)));
  }

  /** k − np, from the smaller of p and q, which has the digits. */
  private double aboveMean(long k) {
    return p <= q ? k - n * p : n * q - (n - k);
  }

  /** P(X ≥ k). */
  public double atLeast(long k) {
    if (k <= 0 || k > n) {
      return k <= 0 ? 1 : 0;
    }
    return aboveMean(k) > 0 ? upwards(k) : Math.max(0, 1 - downwards(k - 1));
  }

  /** P(X ≤ k). */
  public double atMost(long k) {
    if (k < 0 || k >= n) {
      return k < 0 ? 0 : 1;
    }
    return aboveMean(k) < 0 ? downwards(k) : Math.max(0, 1 - upwards(k + 1));
  }

  /** P(k) + P(k + 1) + …, for k above the mean. */
  private double upwards(long k) {
    double term = at(k);
    double sum = 0;
    for (long i = k; i <= n && term > sum * NEGLIGIBLE; i++) {
      sum += term;
      term *= (n - i) * p / ((i + 1) * q);
    }
    return Math.min(1, sum);
  }

  /** P(k) + P(k − 1) + …, for k below the mean or next to it. */
  private double downwards(long k) {
    double term = at(k);
    double sum = 0;
    for (long i = k; i >= 0 && term > sum * NEGLIGIBLE; i--) {
      sum += term;
      term *= i * q / ((n - i + 1) * p);
    }
    return Math.min(1, sum);
  }

  /**
   * {@code x log(x/m) − x + m}, which is 0 at x = m.
   *
   * @param difference x − m, with all its digits
   */
  private static double deviance(double x, double m, double difference) {
    double sum = x + m;
    if (Math.abs(difference) >= 0.1 * sum) {
      return x * Math.log(x / m) - difference;
    }
    // log(x/m) = 2 artanh(v) with v = (x − m)/(x + m), as a series in v.
    double v = difference / sum;
    double power = 2 * x * v;
    double total = difference * v;
    double before = Double.NaN;
    for (int odd = 3; total != before; odd += 2) {
      power *= v * v;
      before = total;
      total += power / odd;
    }
    return total;
  }
}
