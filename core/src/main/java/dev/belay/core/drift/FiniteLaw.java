package dev.belay.core.drift;

import dev.belay.core.stats.Summation;

/**
 * A finite reference law with a score tilted by: {@code π(r) ∝ q(r) e^{x(r)}} in the forms that
 * keep their digits (drift specification §0). Atoms with q = 0 are left out.
 */
final class FiniteLaw {
  /** Log-ratios above this overflow as ratios. */
  private static final double LOG_MAX = 700;

  /** Reference probabilities, without zeros. */
  final double[] q;

  /** Scores relative to the atom that the tilt makes most likely. */
  private final double[] x;

  /** The index of that atom. */
  final int mode;

  /** {@code log Σ q e^{x − x[mode]}}. */
  final double logSum;

  /**
   * @param q probabilities above 0 that add up to 1
   * @param scores finite, of the same length
   * @param beta what the scores are divided by, above 0
   */
  FiniteLaw(double[] q, double[] scores, double beta) {
    this.q = q;
    this.mode = mode(q, scores, beta);
    this.x = new double[q.length];
    for (int i = 0; i < q.length; i++) {
      x[i] = (scores[i] - scores[mode]) / beta;
    }
    this.logSum = logSum();
  }

  private static int mode(double[] q, double[] scores, double beta) {
    int best = 0;
    double highest = Double.NEGATIVE_INFINITY;
    double top = scores[0];
    for (double score : scores) {
      top = Math.max(top, score);
    }
    for (int i = 0; i < q.length; i++) {
      double log = Math.log(q[i]) + (scores[i] - top) / beta;
      if (log > highest) {
        highest = log;
        best = i;
      }
    }
    return best;
  }

  private double logSum() {
    Summation sum = new Summation();
    Summation excess = new Summation();
    for (int i = 0; i < q.length; i++) {
      sum.add(q[i] * Math.exp(x[i]));
      excess.add(q[i] * Math.expm1(x[i]));
    }
    double near = excess.value();
    return near > -0.5 && near < 1 ? Math.log1p(near) : Math.log(sum.value());
  }

  int size() {
    return q.length;
  }

  /** {@code log(π/q)} of an atom. */
  double logRatio(int i) {
    return x[i] - logSum;
  }

  /** π of an atom. */
  double tilted(int i) {
    double log = logRatio(i);
    return log < LOG_MAX ? q[i] * Math.exp(log) : Math.exp(Math.log(q[i]) + log);
  }

  /** {@code π − q} of an atom. */
  double excess(int i) {
    double log = logRatio(i);
    return log < LOG_MAX ? q[i] * Math.expm1(log) : tilted(i) - q[i];
  }

  /** {@code Σ (π − q)(s − m)}: the change of the mean of s. */
  double shift(double[] centred) {
    Summation sum = new Summation();
    for (int i = 0; i < q.length; i++) {
      sum.add(excess(i) * centred[i]);
    }
    return sum.value();
  }

  /** KL(π ‖ q): {@code Σ q φ(π/q − 1)}. */
  double kl() {
    Summation sum = new Summation();
    for (int i = 0; i < q.length; i++) {
      double log = logRatio(i);
      sum.add(log < LOG_MAX ? q[i] * BinaryKl.phi(Math.expm1(log)) : tilted(i) * log - excess(i));
    }
    return sum.value();
  }

  /** {@code s − E_q s}, from the complements where s is mostly close to 1. */
  static double[] centred(double[] q, double[] s) {
    double mean = mean(q, s);
    double[] centred = new double[s.length];
    if (mean <= 0.5) {
      for (int i = 0; i < s.length; i++) {
        centred[i] = s[i] - mean;
      }
      return centred;
    }
    double rest = meanRest(q, s);
    for (int i = 0; i < s.length; i++) {
      centred[i] = rest - (1 - s[i]);
    }
    return centred;
  }

  /** {@code E_q s}. */
  static double mean(double[] q, double[] s) {
    Summation sum = new Summation();
    for (int i = 0; i < q.length; i++) {
      sum.add(q[i] * s[i]);
    }
    return sum.value();
  }

  /** {@code E_q (1 − s)}. */
  static double meanRest(double[] q, double[] s) {
    Summation sum = new Summation();
    for (int i = 0; i < q.length; i++) {
      sum.add(q[i] * (1 - s[i]));
    }
    return sum.value();
  }

  /** {@code E_q} of the square of what is centred already. */
  static double variance(double[] q, double[] centred) {
    Summation sum = new Summation();
    for (int i = 0; i < q.length; i++) {
      sum.add(q[i] * centred[i] * centred[i]);
    }
    return sum.value();
  }
}
