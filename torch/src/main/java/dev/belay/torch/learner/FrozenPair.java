package dev.belay.torch.learner;

import dev.belay.core.objective.TokenScores;

/**
 * Two sets of weights that both stand still, compared on given completions: no gradient, no
 * optimizer, so two copies of the weights and nothing more.
 *
 * <p>For one thread at a time.
 */
public interface FrozenPair extends AutoCloseable {

  /** Whose next-token laws come first in the KL. */
  enum Order {
    /** KL(first ‖ second). */
    FIRST,
    /** KL(second ‖ first). */
    SECOND
  }

  /**
   * What both say of every completion token, without any gradient.
   *
   * @param order whose completions these are: the KL is of its law from the other's
   * @return of shape {@code [R]}, in the order of the step; the exact KLs and the other's
   *     log-probabilities included
   */
  TokenScores score(PackedStep step, Order order);

  @Override
  void close();
}
