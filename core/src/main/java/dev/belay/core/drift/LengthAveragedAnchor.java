package dev.belay.core.drift;

import dev.belay.core.stats.Bisection;

/**
 * Where a loss that divides both advantage and KL by the completion's own length comes to rest
 * (drift specification §8.4): {@code log π/q = A/beta + KL · L/E_π L}, an extra tilt towards long
 * outputs.
 *
 * @param policy the fixed point, shape {@code [completions]}
 * @param kl its KL to the reference
 * @param pull {@code KL/E_π L}, what a token more adds to the log-ratio
 */
@SuppressWarnings("ArrayRecordComponent") // Read once by whoever asked; not compared.
public record LengthAveragedAnchor(double[] policy, double kl, double pull) {
  private static final int CELLS = 4000;

  /**
   * The fixed point with the least pull.
   *
   * @param ref the reference, above 0 and adding up to 1, shape {@code [completions]}
   * @param g rewards, finite
   * @param lengths tokens of each, above 0
   * @param beta above 0
   */
  public static LengthAveragedAnchor of(double[] ref, double[] g, double[] lengths, double beta) {
    Require require = Require.section("8.4");
    require.sameLength("ref, g and lengths", ref.length, g.length, lengths.length);
    double[] q = require.normalised("ref", ref);
    for (int i = 0; i < q.length; i++) {
      require.positive("ref[" + i + "]", q[i]);
      require.positive("lengths[" + i + "]", lengths[i]);
    }
    require.allFinite("g", g);
    require.positive("beta", beta);
    // The pull times the mean length is a KL, which is at most that of putting all on one.
    double rarest = 0;
    double shortest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < q.length; i++) {
      rarest = Math.max(rarest, -Math.log(q[i]));
      shortest = Math.min(shortest, lengths[i]);
    }
    double end = (rarest + 1) / shortest;
    double left = 0;
    for (int cell = 1; cell <= CELLS; cell++) {
      double right = end * cell / CELLS;
      if (deficit(q, g, lengths, beta, right) >= 0) {
        double pull = Bisection.border(left, right, at -> deficit(q, g, lengths, beta, at) < 0);
        FiniteLaw law = law(q, g, lengths, beta, pull);
        return new LengthAveragedAnchor(tilted(law), law.kl(), pull);
      }
      left = right;
    }
    throw new ArithmeticException("no fixed point was found");
  }

  /** {@code log Z − E_π g/beta} of the tilt by {@code g/beta + pull L}, 0 at a fixed point. */
  private static double deficit(
      double[] q, double[] g, double[] lengths, double beta, double pull) {
    FiniteLaw law = law(q, g, lengths, beta, pull);
    double length = 0;
    for (int i = 0; i < q.length; i++) {
      length += law.tilted(i) * lengths[i];
    }
    return pull * length - law.kl();
  }

  private static FiniteLaw law(double[] q, double[] g, double[] lengths, double beta, double pull) {
    double[] scores = new double[q.length];
    for (int i = 0; i < q.length; i++) {
      scores[i] = g[i] / beta + pull * lengths[i];
    }
    return new FiniteLaw(q, scores, 1);
  }

  private static double[] tilted(FiniteLaw law) {
    double[] policy = new double[law.size()];
    for (int i = 0; i < policy.length; i++) {
      policy[i] = law.tilted(i);
    }
    return policy;
  }
}
