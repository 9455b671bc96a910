package dev.belay.core.advantage;

/**
 * Group-centred advantage: {@code A_i = r_i − mean_q}, the first half of Dr. GRPO (arXiv
 * 2503.20783, §3.2). The other half is the constant denominator of the loss.
 */
public record DrGrpo() implements AdvantageEstimator {

  @Override
  public double[] advantages(RewardBatch batch) {
    double[] advantages = new double[batch.size()];
    for (int[] group : batch.rewardedGroups()) {
      if (batch.isConstant(group)) {
        continue;
      }
      double mean = batch.mean(group);
      for (int i : group) {
        advantages[i] = batch.rewards()[i] - mean;
      }
    }
    return advantages;
  }
}
