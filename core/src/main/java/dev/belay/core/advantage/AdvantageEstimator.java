package dev.belay.core.advantage;

/**
 * How much better each completion was than expected: one number a completion, the same for all its
 * tokens.
 *
 * <p>What all of them share: a completion without a reward gets 0 and enters no baseline; where no
 * sibling is left to compare with (a group of one, or all rewards equal), the advantage is exactly
 * 0.
 */
public sealed interface AdvantageEstimator
    permits Grpo, DrGrpo, Rloo, Opo, ReinforcePlusPlusBaseline, BatchMeanBaseline {

  /**
   * Estimates the advantages of a batch.
   *
   * @return shape {@code [B]}, finite
   */
  double[] advantages(RewardBatch batch);
}
