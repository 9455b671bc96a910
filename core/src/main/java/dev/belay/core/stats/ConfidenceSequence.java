package dev.belay.core.stats;

/**
 * Intervals for a mean drop, one after every draw, that cover all at once with the confidence asked
 * for: they may be looked at at any time (drift specification §7.4). Draws are as those of an
 * {@link EProcess}.
 */
public interface ConfidenceSequence {

  /**
   * Takes in one draw.
   *
   * @param x in [−1, 1]
   * @throws IllegalArgumentException if it is not
   */
  void observe(double x);

  /** The interval after the draws so far, within [−1, 1]; all of that before the first. */
  Interval interval();

  /**
   * Takes in draws one by one.
   *
   * @return the interval after each, {@code [draws]}
   * @throws IllegalArgumentException if there is none, or one lies outside [−1, 1]
   */
  default Interval[] observeAll(double[] xs) {
    if (xs.length == 0) {
      throw new IllegalArgumentException("there are no draws");
    }
    Interval[] path = new Interval[xs.length];
    for (int i = 0; i < xs.length; i++) {
      observe(xs[i]);
      path[i] = interval();
    }
    return path;
  }
}
