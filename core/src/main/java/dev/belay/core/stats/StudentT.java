package dev.belay.core.stats;

/** Student's t law, with degrees of freedom that need not be whole. */
public final class StudentT {

  /** Strips of Simpson's rule; the integrand is smooth. */
  private static final int STRIPS = 400;

  private static final double LARGEST = 1e9;

  /** From here on Stirling's series has all digits. */
  private static final double SERIES_START = 16;

  private StudentT() {}

  /**
   * The critical value of a two-sided interval: 2.776 at confidence 0.95 with 4 degrees of freedom.
   *
   * @param degrees of freedom, 1 or more
   * @param confidence in (0, 1)
   */
  public static double twoSidedCritical(double degrees, double confidence) {
    Interval.checkConfidence(confidence);
    if (!(degrees >= 1)) {
      throw new IllegalArgumentException("degrees of freedom must be 1 or more, was " + degrees);
    }
    if (degrees > LARGEST) {
      return StandardNormal.twoSidedCritical(confidence);
    }
    double high = 1;
    while (central(high, degrees) < confidence) {
      high *= 2;
    }
    return Bisection.border(0, high, t -> central(t, degrees) < confidence);
  }

  /** P(|T| ≤ t): with t = √ν tan θ the density is that of cos^(ν − 1) θ. */
  static double central(double t, double degrees) {
    double end = Math.atan(t / Math.sqrt(degrees));
    double width = end / STRIPS;
    double sum = 0;
    for (int i = 0; i <= STRIPS; i++) {
      int weight = i == 0 || i == STRIPS ? 1 : i % 2 == 1 ? 4 : 2;
      sum += weight * Math.pow(Math.cos(i * width), degrees - 1);
    }
    double whole =
        0.5 * Math.sqrt(Math.PI) * Math.exp(logGamma(degrees / 2) - logGamma((degrees + 1) / 2));
    return sum * width / 3 / whole;
  }

  /** log Γ(x), x > 0: Stirling's series, after Γ(x + 1) = x Γ(x). */
  private static double logGamma(double x) {
    double shift = 0;
    double y = x;
    for (; y < SERIES_START; y++) {
      shift += Math.log(y);
    }
    double yy = y * y;
    double series = (1 / 12.0 - (1 / 360.0 - (1 / 1260.0 - 1 / 1680.0 / yy) / yy) / yy) / y;
    return (y - 0.5) * Math.log(y) - y + 0.5 * Math.log(2 * Math.PI) + series - shift;
  }
}
