package dev.belay.core.stats;

/** The binomial law's P(X ≥ k) for n trials; the coefficient is computed once for many p. */
final class BinomialTail {
  /** A term this much smaller than the sum no longer changes it. */
  private static final double NEGLIGIBLE = 1e-18;

  private final long k;
  private final long n;
  private final double logChoose;

  BinomialTail(long k, long n) {
    this.k = k;
    this.n = n;
    this.logChoose = logChoose(k, n);
  }

  /** P(X ≥ k) when each trial succeeds with probability p in (0, 1). */
  double atLeast(double p) {
    return tail(Math.log(p), Math.log1p(-p), p / (1 - p));
  }

  /** P(X ≥ k) when each trial fails with probability q in (0, 1); keeps the digits of a small q. */
  double atLeastGivenFailure(double q) {
    return tail(Math.log1p(-q), Math.log(q), (1 - q) / q);
  }

  private double tail(double logSuccess, double logFailure, double odds) {
    double term = Math.exp(logChoose + k * logSuccess + (n - k) * logFailure);
    double sum = 0;
    for (long i = k; i <= n; i++) {
      sum += term;
      double ratio = (double) (n - i) / (i + 1) * odds;
      if (ratio < 1 && term < sum * NEGLIGIBLE) {
        break;
      }
      term *= ratio;
    }
    return Math.min(1, sum);
  }

  private static double logChoose(long k, long n) {
    double sum = 0;
    long few = Math.min(k, n - k);
    for (long i = 1; i <= few; i++) {
      sum += Math.log((double) (n - few + i) / i);
    }
    return sum;
  }
}
