package dev.belay.core.objective;

/**
 * What training minimises: a number made from what the policy says about the tokens of a step.
 *
 * <p>Weights over tokens (the mean, say) are fixed for the whole step before the first forward
 * pass, so how the step is cut into micro-batches cannot change the objective.
 *
 * <p>Called from several threads at once.
 */
@FunctionalInterface
public interface Objective {

  /** What must be known before {@link #slopes} is asked; nothing but the tokens' own scores. */
  default Needs needs() {
    return Needs.NOTHING;
  }

  /**
   * The share of the tokens {@code [from, to)} in the objective, and its derivatives.
   *
   * @param scores of the whole step; filled at {@code [from, to)}, and everywhere if {@link
   *     Needs#stepScores} is asked for, in which case the range is the whole step
   * @param out the derivatives of token {@code from + i} are written at {@code i}, all of them
   */
  double slopes(TokenScores scores, int from, int to, TokenSlopes out);
}
