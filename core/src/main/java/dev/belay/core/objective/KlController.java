package dev.belay.core.objective;

/**
 * A coefficient of the KL that aims at a KL a completion: {@code β ← β (1 + clip(KL/target − 1,
 * ±0.2) n/horizon)} after each step of n completions (Ziegler et al., arXiv 1909.08593, §2.2).
 *
 * <p>It changes the coefficient in proportion, so it never leaves 0 and never reaches it.
 *
 * @param target nats a completion, above 0
 * @param horizon completions in which an error of a fifth or more changes the coefficient by a
 *     fifth, at least 1
 */
public record KlController(double target, int horizon) {

  /** No error counts for more. */
  private static final double LARGEST_ERROR = 0.2;

  public KlController {
    if (!(target > 0) || Double.isInfinite(target)) {
      throw new IllegalArgumentException("the target must be above 0 and finite, was " + target);
    }
    if (horizon < 1) {
      throw new IllegalArgumentException("the horizon must be at least 1, was " + horizon);
    }
  }

  /**
   * The coefficient of the next step.
   *
   * @param coef that of the step which measured the KL
   * @param kl nats a completion, a mean over the step's completions
   * @param completions of the step, n; more than the horizon count as the horizon
   */
  public double next(double coef, double kl, int completions) {
    double error = Math.clamp(kl / target - 1, -LARGEST_ERROR, LARGEST_ERROR);
    return coef * (1 + error * Math.min(completions, horizon) / horizon);
  }
}
