package dev.belay.core.advantage;

import java.util.function.DoubleUnaryOperator;

/**
 * Group-centred advantage: {@code A_i = r_i − mean_q}, the first half of Dr. GRPO (arXiv
 * 2503.20783, §3.2). The other half is the constant denominator of the loss.
 */
public record DrGrpo() implements CompletionEstimator {

  @Override
  public double[] advantages(RewardBatch batch) {
    return batch.centred(_ -> DoubleUnaryOperator.identity());
  }
}
