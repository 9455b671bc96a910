package dev.belay.core.advantage;

/** An estimator with one number a completion, the same for all its tokens. */
public sealed interface CompletionEstimator extends AdvantageEstimator
    permits Grpo,
        DrGrpo,
        Rloo,
        LeaveOneOutNormalised,
        Opo,
        Gpg,
        ReinforcePlusPlusBaseline,
        BatchMeanBaseline {

  /**
   * Estimates the advantages of a batch.
   *
   * @return shape {@code [B]}, finite
   */
  double[] advantages(RewardBatch batch);

  @Override
  default double[] tokenAdvantages(TokenRewards rewards) {
    return rewards.spread(advantages(rewards.batch()));
  }
}
