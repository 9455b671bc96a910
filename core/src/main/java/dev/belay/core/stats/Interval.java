package dev.belay.core.stats;

/**
 * A confidence interval.
 *
 * @param low the lower end
 * @param high the upper end, at least {@code low}
 * @param confidence the nominal two-sided coverage, in (0, 1)
 */
public record Interval(double low, double high, double confidence) {

  /** The coverage of intervals where nobody asks for another. */
  public static final double DEFAULT_CONFIDENCE = 0.95;

  public Interval {
    checkConfidence(confidence);
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          "an interval runs upwards, was [" + low + ", " + high + "]");
    }
  }

  /** Whether the value lies inside, ends included. */
  public boolean contains(double value) {
    return low <= value && value <= high;
  }

  /** Length, {@code high - low}. */
  public double width() {
    return high - low;
  }

  /** The interval of the negated quantity. */
  public Interval negated() {
    // Adding zero turns -0.0 into 0.0, which prints without a sign.
    return new Interval(-high + 0.0, -low + 0.0, confidence);
  }

  static void checkConfidence(double confidence) {
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException("confidence must lie in (0, 1), was " + confidence);
    }
  }
}
