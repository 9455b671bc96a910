package dev.belay.core.stats;

/**
 * Evidence against a hypothesis about drops {@code x} in [−1, 1] that arrive one after another. The
 * process starts at 1 and is, under the hypothesis, a nonnegative supermartingale: by Ville's
 * inequality it ever reaches {@code 1/alpha} with probability at most alpha. So it may be looked at
 * after every draw, and any rule may stop it (drift specification §7.4).
 *
 * <p>One process is one stream: whoever watches several splits alpha. Each {@code x} must be fresh:
 * its law, given all earlier draws, is what the hypothesis speaks of.
 */
public interface EProcess {

  /**
   * Takes in one draw.
   *
   * @param x the drop of one prompt, safety of the base less that of the policy, in [−1, 1]
   * @throws IllegalArgumentException if it is not
   */
  void observe(double x);

  /** Natural logarithm of the evidence so far; 0 before the first draw. */
  double logE();

  /** The largest {@link #logE()} ever, at least 0. */
  double maxLogE();

  /** Draws taken in. */
  long draws();

  /** All that the next draw depends on, for {@link #restore}. */
  double[] state();

  /**
   * Goes on from what {@link #state()} gave.
   *
   * @throws IllegalArgumentException if it is not the state of a process with this grid
   */
  void restore(double[] state);

  /** A p-value that is valid at every stopping time: {@code 1 / max E}. */
  default double anytimeP() {
    return Math.exp(-maxLogE());
  }

  /** Whether the evidence ever reached {@code 1/alpha}. */
  default boolean rejects(double alpha) {
    return maxLogE() >= threshold(alpha);
  }

  /**
   * Takes in draws one by one.
   *
   * @return {@link #logE()} after each, {@code [draws]}
   * @throws IllegalArgumentException if there is none, or one lies outside [−1, 1]
   */
  default double[] observeAll(double[] xs) {
    if (xs.length == 0) {
      throw new IllegalArgumentException("there are no draws");
    }
    double[] path = new double[xs.length];
    for (int i = 0; i < xs.length; i++) {
      observe(xs[i]);
      path[i] = logE();
    }
    return path;
  }

  /**
   * The logarithm of the evidence at which a hypothesis is rejected, {@code log(1/alpha)}.
   *
   * @throws IllegalArgumentException if alpha is outside (0, 1)
   */
  static double threshold(double alpha) {
    if (!(alpha > 0 && alpha < 1)) {
      throw new IllegalArgumentException("alpha must lie in (0, 1), was " + alpha);
    }
    return -Math.log(alpha);
  }
}
