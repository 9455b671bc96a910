package dev.belay.core.advantage;

/**
 * Group-relative advantage: {@code A_i = (r_i − mean_q) / (std_q + eps)} over the completions of
 * one prompt (DeepSeekMath, arXiv 2402.03300, §4.1.2).
 *
 * <p>Dividing by the standard deviation weights prompts by how hard they are: drop it with {@link
 * DrGrpo}. A group of one gets 0, where verl gives the raw reward.
 *
 * @param std sample (TRL, verl, OpenRLHF) or population (open-instruct)
 * @param eps added to the standard deviation
 */
public record Grpo(StdKind std, double eps) implements AdvantageEstimator {

  public Grpo {
    if (!(eps >= 0) || Double.isInfinite(eps)) {
      throw new IllegalArgumentException("eps must be 0 or more, was " + eps);
    }
  }

  @Override
  public double[] advantages(RewardBatch batch) {
    double[] advantages = new double[batch.size()];
    for (int[] group : batch.rewardedGroups()) {
      if (batch.isConstant(group)) {
        continue;
      }
      double mean = batch.mean(group);
      double scale = std.fromSquares(batch.squaredDeviations(group, mean), group.length) + eps;
      for (int i : group) {
        advantages[i] = (batch.rewards()[i] - mean) / scale;
      }
    }
    return advantages;
  }
}
