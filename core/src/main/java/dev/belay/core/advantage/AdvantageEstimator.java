package dev.belay.core.advantage;

/**
 * How much better each token was than expected.
 *
 * <p>What all of them share: the tokens of a completion without a reward get 0 and enter no
 * baseline; where nothing is left to compare with (a group of one, or all rewards equal), the
 * advantage is exactly 0, unless the estimator says otherwise.
 */
public sealed interface AdvantageEstimator
    permits CompletionEstimator, GreedyBaseline, ReinforcePlusPlus, Gdpo, ActorCritic {

  /**
   * Estimates the advantages of a step.
   *
   * @return shape {@code [M]}, finite
   */
  double[] tokenAdvantages(TokenRewards rewards);

  /** Whether it compares completions of one prompt, so that a group of one teaches nothing. */
  default boolean needsGroup() {
    return true;
  }

  /** Whether it needs the score of a greedy completion of every prompt. */
  default boolean needsGreedy() {
    return false;
  }

  /** Whether what is taken off the reward, such as the KL, has a say. */
  default boolean countsPenalties() {
    return true;
  }
}
