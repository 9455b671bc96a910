package dev.belay.core.stats;

/**
 * The exact binomial interval of Clopper and Pearson (Biometrika 26, 1934): never below its nominal
 * coverage, at any n.
 */
public final class ClopperPearson {
  private ClopperPearson() {}

  /** The two-sided interval: half of the error probability in each tail. */
  public static Interval interval(Rate rate, double confidence) {
    Interval.checkConfidence(confidence);
    double tail = (1 - confidence) / 2;
    return new Interval(lower(rate, tail), upper(rate, tail), confidence);
  }

  /**
   * The one-sided upper limit: the true rate exceeds it with probability at most 1 − confidence.
   */
  public static double upperLimit(Rate rate, double confidence) {
    Interval.checkConfidence(confidence);
    return upper(rate, 1 - confidence);
  }

  /**
   * The one-sided lower limit: the true rate is below it with probability at most 1 − confidence.
   */
  public static double lowerLimit(Rate rate, double confidence) {
    Interval.checkConfidence(confidence);
    return lower(rate, 1 - confidence);
  }

  /** The p at which P(X ≥ successes) equals the tail. */
  private static double lower(Rate rate, double tail) {
    if (rate.successes() == 0) {
      return 0;
    }
    return Bisection.border(
        0, 1, p -> new BinomialLaw(rate.n(), p).atLeast(rate.successes()) < tail);
  }

  /** The p at which P(X ≤ successes), which is P(failures ≥ n − successes), equals the tail. */
  private static double upper(Rate rate, double tail) {
    if (rate.successes() == rate.n()) {
      return 1;
    }
    return Bisection.border(
        0, 1, p -> new BinomialLaw(rate.n(), p).atMost(rate.successes()) > tail);
  }
}
