package dev.belay.core.drift;

import dev.belay.core.stats.BinomialLaw;
import dev.belay.core.stats.Bisection;
import dev.belay.core.stats.Summation;

/**
 * Advantages divided by the standard deviation of their group, for a binary reward (drift
 * specification §8.6): the expected gradient is {@code c_G(p)} times that of success.
 *
 * @param groupSize G, 2 or more
 * @param stdEps what is added to the (population) deviation, 0 or more
 */
public record GroupNormalisation(int groupSize, double stdEps) {
  /** Intervals in which roots are looked for. */
  private static final int CELLS = 4000;

  /** Log-odds of a success beyond which it is 0 or 1 as far as groups can tell. */
  private static final double FLAT = 45;

  public GroupNormalisation {
    Require require = Require.section("8.6");
    require.count("groupSize", groupSize, 2);
    require.nonNegative("stdEps", stdEps);
  }

  /**
   * {@code c_G(p) = E[v/(√v + stdEps)]/(p (1 − p))} with k of Bin(G, p) successes and {@code v =
   * k(G − k)/G²}; its limit at 0 and 1. Written as an expectation over Bin(G − 2, p), which divides
   * by nothing small: {@code (G − 1)/G · E[1/(√v + stdEps)]} with k − 1 of it.
   *
   * @param p success of the policy, in [0, 1]
   */
  public double coefficient(double p) {
    Require.section("8.6").probability("p", p);
    BinomialLaw law = new BinomialLaw(groupSize - 2L, p);
    Summation sum = new Summation();
    for (int j = 0; j <= groupSize - 2; j++) {
      double v = (j + 1.0) * (groupSize - 1.0 - j) / groupSize / groupSize;
      sum.add(law.at(j) / (Math.sqrt(v) + stdEps));
    }
    return (groupSize - 1.0) / groupSize * sum.value();
  }

  /** No coefficient is larger, {@code √(G − 1)}. */
  public double sup() {
    return Math.sqrt(groupSize - 1.0);
  }

  /**
   * What a penalty outside of the normalisation amounts to, {@code beta/c_G(p)}.
   *
   * @param beta above 0
   */
  public double effectiveBeta(double p, double beta) {
    Require.section("8.6").positive("beta", beta);
    return beta / coefficient(p);
  }

  /** The drift that no such fixed point exceeds, {@code tanh(√(G − 1)/(4 beta))}. */
  public double worstDrift(double beta) {
    Require.section("8.6").positive("beta", beta);
    return Math.tanh(sup() / beta / 4);
  }

  /**
   * Where training with the KL outside of the normalisation comes to rest.
   *
   * @param pFixed its success
   * @param gain less that of the reference
   * @param rootsFound how many fixed points there are above the reference; this is the lowest
   */
  public record FixedPoint(double pFixed, double gain, int rootsFound) {}

  /**
   * The lowest root above p of {@code logit p' − logit p = c_G(p')/beta}.
   *
   * @param p success of the reference, in (0, 1)
   * @param beta above 0
   */
  public FixedPoint fixedPoint(double p, double beta) {
    Require require = Require.section("8.6");
    require.openUnit("p", p);
    require.positive("beta", beta);
    // The coefficient is at most √(G − 1), and so is the last root times beta.
    double end = sup() / beta * (1 + 1e-9);
    double first = Double.NaN;
    int roots = 0;
    double left = 0;
    boolean below = true;
    for (double right : borders(Logistic.logit(p), end)) {
      boolean next = pushed(p, beta, right);
      if (below != next) {
        roots++;
        first = roots == 1 ? Bisection.border(left, right, y -> pushed(p, beta, y)) : first;
      }
      left = right;
      below = next;
    }
    double gain = Logistic.gain(p, 1 - p, first);
    return new FixedPoint(Logistic.raised(p, 1 - p, first), gain, roots);
  }

  /**
   * Ends of the intervals that are searched: many where success is neither 0 nor 1, of which the
   * coefficient depends; beyond it is constant, and there is one root at most.
   */
  private static double[] borders(double start, double end) {
    double from = Math.clamp(-FLAT - start, 0, end);
    double to = Math.clamp(FLAT - start, from, end);
    double[] borders = new double[CELLS + 2];
    for (int cell = 0; cell <= CELLS; cell++) {
      borders[cell] = from + (to - from) * cell / CELLS;
    }
    borders[CELLS + 1] = end;
    return borders;
  }

  /** Whether the reward still pushes further than the penalty at this distance in log-odds. */
  private boolean pushed(double p, double beta, double y) {
    return y * beta < coefficient(Math.min(1, Logistic.raised(p, 1 - p, y)));
  }
}
