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
 * DrGrpo}.
 *
 * @param std sample (TRL, verl, OpenRLHF) or population (open-instruct)
 * @param eps added to the standard deviation
 * @param alone what becomes of a group of one
 */
public record Grpo(StdKind std, double eps, LoneReward alone) implements CompletionEstimator {

  public Grpo {
    requireEps(eps);
  }

  /** With advantage 0 for a group of one. */
  public Grpo(StdKind std, double eps) {
    this(std, eps, LoneReward.ZERO);
  }

  static void requireEps(double eps) {
    if (!(eps >= 0) || Double.isInfinite(eps)) {
      throw new IllegalArgumentException("eps must be 0 or more, was " + eps);
    }
  }

  @Override
  public double[] advantages(RewardBatch batch) {
    double[] advantages =
        batch.centred(
            group -> {
              double scale = scale(batch, group);
              return difference -> difference / scale;
            });
    if (alone == LoneReward.REWARD) {
      for (int[] group : batch.rewardedGroups()) {
        if (group.length == 1) {
          advantages[group[0]] = batch.rewards()[group[0]];
        }
      }
    }
    return advantages;
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
