package dev.belay.core.drift;

import dev.belay.core.stats.Summation;

/**
 * KL(p ‖ q) of two laws on the same finite set, as {@code Σ q φ(p/q − 1)} (drift specification §0).
 */
public final class FiniteKl {
  private FiniteKl() {}

  /**
   * The divergence in nats; infinite where p has what q has not.
   *
   * @param p adding up to 1, shape {@code [atoms]}
   * @param q adding up to 1, of the same length
   */
  public static double of(double[] p, double[] q) {
    Require require = Require.section("0");
    require.sameLength("p and q", p.length, q.length);
    double[] from = require.normalised("p", p);
    double[] to = require.normalised("q", q);
    Summation sum = new Summation();
    for (int i = 0; i < from.length; i++) {
      sum.add(BinaryKl.weightedPhi(to[i], from[i] - to[i]));
    }
    return sum.value();
  }
}
