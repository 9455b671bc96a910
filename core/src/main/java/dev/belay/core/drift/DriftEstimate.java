package dev.belay.core.drift;

import dev.belay.core.stats.Summation;

/**
 * The optimum's drift on one prompt, estimated from completions of the reference by self-normalised
 * importance sampling (drift specification §5).
 *
 * @param tiltedSafety estimated safety of the optimum
 * @param drift that less the mean safety of the sample
 * @param seDelta standard error by the delta method
 * @param driftJackknife the drift with its first-order bias removed
 * @param seJackknife the jackknife's standard error
 * @param ess effective sample size, {@code (Σv)²/Σv²}
 */
public record DriftEstimate(
    double tiltedSafety,
    double drift,
    double seDelta,
    double driftJackknife,
    double seJackknife,
    double ess) {

  /** With a smaller effective sample the interval does not keep its level. */
  public static final double LEAST_ESS = 50;

  /** Each class of reward needs as many completions for an interval. */
  public static final int LEAST_PER_CLASS = 10;

  /**
   * From n ≥ 2 completions.
   *
   * @param g rewards, shape {@code [n]}
   * @param s safety, in [0, 1], shape {@code [n]}
   * @param beta above 0
   */
  public static DriftEstimate of(double[] g, double[] s, double beta) {
    check(g, s, beta);
    int n = g.length;
    double[] v = weights(g, beta, -1);
    double total = Summation.of(v);
    double mean = Summation.of(s) / n;
    double tilted = weightedMean(v, s, total);
    double drift = drift(v, s, total, mean, n);
    Summation squares = new Summation();
    Summation psi2 = new Summation();
    for (int i = 0; i < n; i++) {
      squares.add(v[i] * v[i]);
      double psi = n * v[i] / total * (s[i] - tilted) - (s[i] - mean);
      psi2.add(psi * psi);
    }
    double[] without = new double[n];
    for (int i = 0; i < n; i++) {
      without[i] = without(i, g, s, v, total, beta);
    }
    double centre = Summation.of(without) / n;
    Summation spread = new Summation();
    for (double each : without) {
      spread.add((each - centre) * (each - centre));
    }
    return new DriftEstimate(
        tilted,
        drift,
        Math.sqrt(psi2.value() / n / (n - 1)),
        drift + (n - 1) * (drift - centre),
        Math.sqrt((n - 1.0) / n * spread.value()),
        total * total / squares.value());
  }

  static void check(double[] g, double[] s, double beta) {
    Require require = Require.section("5");
    require.sameLength("g and s", g.length, s.length);
    require.atLeastTwo("completions", g.length);
    require.allFinite("g", g);
    require.allProbabilities("s", s);
    require.positive("beta", beta);
  }

  /** The drift that a sample estimates, no error with it. */
  static double driftOf(double[] g, double[] s, double beta) {
    double[] v = weights(g, beta, -1);
    return drift(v, s, Summation.of(v), Summation.of(s) / s.length, s.length);
  }

  /** {@code e^{(g − max g)/beta}}; 0 for the one that is left out, of which the maximum is not. */
  private static double[] weights(double[] g, double beta, int leftOut) {
    double top = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < g.length; i++) {
      top = i == leftOut ? top : Math.max(top, g[i]);
    }
    double[] v = new double[g.length];
    for (int i = 0; i < g.length; i++) {
      v[i] = i == leftOut ? 0 : Math.exp((g[i] - top) / beta);
    }
    return v;
  }

  private static double weightedMean(double[] v, double[] s, double total) {
    Summation sum = new Summation();
    for (int i = 0; i < s.length; i++) {
      sum.add(v[i] * s[i]);
    }
    return sum.value() / total;
  }

  /** {@code Σ (v/Σv − 1/n)(s − mean)}, which does not cancel for large beta. */
  private static double drift(double[] v, double[] s, double total, double mean, int n) {
    Summation sum = new Summation();
    for (int i = 0; i < n; i++) {
      sum.add((v[i] / total - 1.0 / n) * (s[i] - mean));
    }
    return sum.value();
  }

  /** The estimate from the others. A weight that dominates is not subtracted: that would cancel. */
  private static double without(
      int i, double[] g, double[] s, double[] v, double total, double beta) {
    boolean dominates = v[i] > total / 2;
    double[] weights = dominates ? weights(g, beta, i) : v;
    double rest = dominates ? Summation.of(weights) : total - v[i];
    Summation sum = new Summation();
    Summation tilted = new Summation();
    for (int j = 0; j < s.length; j++) {
      if (j != i) {
        sum.add(s[j]);
      }
    }
    double mean = sum.value() / (s.length - 1);
    for (int j = 0; j < s.length; j++) {
      if (j != i) {
        tilted.add(weights[j] / rest * (s[j] - mean));
      }
    }
    return tilted.value();
  }
}
