package dev.belay.core.objective;

/**
 * Weights on the task's own tokens that keep each of them near a reference (Qi et al., arXiv
 * 2406.05946, §4, as their code has it). With {@code Δ = log π − log π₀} of a token and β by its
 * position, the loss {@code −(2/β) log σ(βΔ)} has the gradient {@code −w ∇log π} with {@code w = 2
 * (1 − σ(βΔ))}: 1 at the reference, 0 about 1/β nats above it, up to 2 below it.
 *
 * <p>In reinforcement learning a token with a negative advantage is pushed down, so that its weight
 * has to die below the reference: {@code w = 2 σ(βΔ)}. That sign rule is ours, not the paper's.
 *
 * @param first β of the first token; smaller than that of the next, for numerical stability
 * @param early β of the tokens after it, up to {@code earlyPositions}
 * @param rest β of all later tokens
 * @param earlyPositions how many tokens {@code first} and {@code early} are of together
 */
public record TokenWeights(double first, double early, double rest, int earlyPositions) {

  /** The paper's. */
  public static final TokenWeights DEFAULT = new TokenWeights(0.5, 2, 0.1, 5);

  /** No weight is smaller, as in the paper's code. */
  public static final double LEAST = 1e-3;

  public TokenWeights {
    if (!(first > 0) || !(early > 0) || !(rest > 0) || earlyPositions < 1) {
      throw new IllegalArgumentException(
          "betas must be above 0 and early positions at least 1: %s, %s, %s, %d"
              .formatted(first, early, rest, earlyPositions));
    }
  }

  /**
   * β of a token.
   *
   * @param position within its completion, from 0
   */
  public double beta(int position) {
    return position == 0 ? first : position < earlyPositions ? early : rest;
  }

  /**
   * The weight of a token, to be taken for a constant.
   *
   * @param delta Δ, in nats
   * @param rises whether its loss pushes the token up: the advantage is 0 or more
   */
  public double weight(double delta, int position, boolean rises) {
    double x = beta(position) * delta;
    return Math.max(LEAST, 2 / (1 + Math.exp(rises ? x : -x)));
  }

  /** The loss of a token whose gradient is {@code −w}, where w is not bounded from below. */
  public double loss(double delta, int position) {
    double x = beta(position) * delta;
    double softplus = x > 0 ? Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x)) - x;
    return 2 / beta(position) * softplus;
  }
}
