package dev.belay.core.drift;

/**
 * The divergence of two coins, {@code kl(a ‖ b) = a log(a/b) + (1 − a) log((1 − a)/(1 − b))}, in a
 * form that does not cancel (drift specification §0): from the deviation {@code d = a − b}.
 */
public final class BinaryKl {
  /** Below this the power series of {@link #phi} has all digits with eight terms. */
  private static final double SERIES = 0.01;

  /** Above this ratio the plain logarithm loses nothing. */
  private static final double FAR = 1e3;

  private BinaryKl() {}

  /**
   * kl(a ‖ b), infinite where b excludes what a allows.
   *
   * @param a in [0, 1]
   * @param b in [0, 1]
   */
  public static double of(double a, double b) {
    Require require = Require.section("0, kl");
    require.probability("q", a);
    require.probability("m", b);
    return ofDeviation(b, 1 - b, a - b);
  }

  /**
   * {@code kl(m + d ‖ m)}.
   *
   * @param m in [0, 1]
   * @param rest {@code 1 − m}, with all its digits where m is close to 1
   * @param d in [−m, 1 − m]
   */
  public static double ofDeviation(double m, double rest, double d) {
    if (d == 0) {
      return 0;
    }
    return weightedPhi(m, d) + weightedPhi(rest, -d);
  }

  /** {@code m φ(d/m)}: {@code a log(a/m) − d} with a = m + d. */
  static double weightedPhi(double m, double d) {
    if (m == 0) {
      return d > 0 ? Double.POSITIVE_INFINITY : 0;
    }
    double u = d / m;
    if (u > FAR) {
      double a = m + d;
      return a * (Math.log(a) - Math.log(m)) - d;
    }
    return m * phi(u);
  }

  /**
   * {@code φ(u) = (1 + u) log(1 + u) − u}, which is 0 or more.
   *
   * @param u at least −1; below it by rounding counts as −1
   */
  public static double phi(double u) {
    if (u <= -1) {
      return 1;
    }
    if (Math.abs(u) >= SERIES) {
      return (1 + u) * Math.log1p(u) - u;
    }
    double power = u * u;
    double sum = 0;
    for (int k = 2; k <= 9; k++) {
      sum += power / (k * (k - 1));
      power *= -u;
    }
    return sum;
  }
}
