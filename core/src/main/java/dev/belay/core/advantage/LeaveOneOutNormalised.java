package dev.belay.core.advantage;

/**
 * NeMo RL's default for GRPO: {@code A_i = (r_i − mean) / (std + eps)} with mean and sample
 * standard deviation of the other completions of the group. Where those are all equal it does not
 * divide: the one right completion of a group gets 1, however many are wrong.
 *
 * <p>As in {@link Grpo} the deviation is that of the scores alone, penalties aside.
 *
 * @param eps added to the standard deviation
 */
public record LeaveOneOutNormalised(double eps) implements CompletionEstimator {

  public LeaveOneOutNormalised {
    Grpo.requireEps(eps);
  }

  @Override
  public double[] advantages(RewardBatch batch) {
    double[] advantages = new double[batch.size()];
    for (int[] group : batch.rewardedGroups()) {
      if (batch.isConstant(group)) {
        continue;
      }
      for (int i : group) {
        int[] others = others(group, i);
        double difference = batch.rewards()[i] - batch.mean(others);
        double deviation =
            others.length < 2 || batch.hasConstantScore(others)
                ? 0
                : StdKind.SAMPLE.fromSquares(batch.squaredScoreDeviations(others), others.length);
        advantages[i] = deviation == 0 ? difference : difference / (deviation + eps);
      }
    }
    return advantages;
  }

  private static int[] others(int[] group, int but) {
    int[] others = new int[group.length - 1];
    int n = 0;
    for (int i : group) {
      if (i != but) {
        others[n++] = i;
      }
    }
    return others;
  }
}
