package dev.belay.core.stats;

/**
 * The score interval for a paired change of rates and its test of non-inferiority (Tango,
 * Statistics in Medicine 17, 1998, p. 891): the nuisance parameter is estimated under the
 * hypothesis, so the variance does not vanish when no pair changed.
 */
public final class TangoInterval {
  private TangoInterval() {}

  /**
   * The interval of {@link PairedOutcomes#change()}: every change that the test does not reject.
   */
  public static Interval interval(PairedOutcomes pairs, double confidence) {
    return interval(
        (double) pairs.onlyAfter(), (double) pairs.onlyBefore(), (double) pairs.n(), confidence);
  }

  /** The same for counts that need not be whole: rises, falls and pairs in all. */
  static Interval interval(double rose, double fell, double n, double confidence) {
    return interval(rose, fell, n, StandardNormal.twoSidedCritical(confidence), confidence);
  }

  /** The same with a critical value other than the normal law's. */
  static Interval interval(double rose, double fell, double n, double critical, double confidence) {
    return new Interval(
        0.0 - upperLimit(fell, rose, n, critical), upperLimit(rose, fell, n, critical), confidence);
  }

  /**
   * The statistic for "the rate fell by {@code margin} or more"; very negative when the data speak
   * against it.
   *
   * @param margin in (−1, 1)
   */
  public static double zAtMargin(PairedOutcomes pairs, double margin) {
    if (!(margin > -1 && margin < 1)) {
      throw new IllegalArgumentException("a margin must lie in (-1, 1), was " + margin);
    }
    return statistic(
        (double) pairs.onlyBefore(), (double) pairs.onlyAfter(), (double) pairs.n(), margin);
  }

  /** The p-value of "the rate fell by {@code margin} or more": small means non-inferior. */
  public static double pNonInferiority(PairedOutcomes pairs, double margin) {
    return StandardNormal.cdf(zAtMargin(pairs, margin));
  }

  /** The largest e for which (gained − lost)/n is not significantly below e. */
  private static double upperLimit(double gained, double lost, double n, double critical) {
    if (gained == n) {
      return 1;
    }
    double estimate = (gained - lost) / n;
    return Bisection.border(estimate, 1, e -> statistic(gained, lost, n, e) >= -critical);
  }

  /** Tango's T(e) for gained b, lost c of n pairs; decreases in e. */
  static double statistic(double b, double c, double n, double e) {
    double nuisance = nuisance(b, c, n, e);
    double variance = n * (2 * nuisance + e * (1 - e));
    double numerator = b - c - n * e;
    return numerator == 0 ? 0 : numerator / Math.sqrt(variance);
  }

  /** The likelihood's estimate of P(lost) when the difference is e: root of Az² + Bz + C. */
  static double nuisance(double b, double c, double n, double e) {
    double quadratic = 2 * n;
    double linear = -b - c + (2 * n - b + c) * e;
    double constant = -c * e * (1 - e);
    double root = Math.sqrt(Math.max(0, linear * linear - 4 * quadratic * constant));
    double z = linear > 0 ? -2 * constant / (linear + root) : (root - linear) / (2 * quadratic);
    // A probability: the loss is at least 0, and at least -e when the difference is negative.
    return Math.max(z, Math.max(0, -e));
  }
}
