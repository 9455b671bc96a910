package dev.belay.core.advantage;

/**
 * Group-relative advantage: {@code A_i = (r_i − mean_q) / (std_q + eps)} over the completions of
 * one prompt (DeepSeekMath, arXiv 2402.03300, §4.1.2).
 *
 * <p>With a penalty inside the reward, such as the KL, the deviation is that of the scores alone.
 * Otherwise a group that is solved, or hopeless, would have its tiny differences in KL blown up to
 * the size of a real signal.
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
    return batch.centred(
        group -> {
          double scale = scale(batch, group);
          return difference -> difference / scale;
        });
  }

  /**
   * 1 where every completion got the same score: only penalties differ, and they keep their size.
   */
  private double scale(RewardBatch batch, int[] group) {
    return batch.hasConstantScore(group)
        ? 1
        : std.fromSquares(batch.squaredScoreDeviations(group), group.length) + eps;
  }
}
