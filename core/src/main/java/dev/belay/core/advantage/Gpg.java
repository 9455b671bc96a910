package dev.belay.core.advantage;

import java.util.function.DoubleUnaryOperator;

/**
 * GPG: the group-centred reward, stretched by how few groups carry signal, {@code B / (completions
 * in groups with signal)}, so that a step with many dead groups is as large as one with few (arXiv
 * 2504.02546, eq. 7). verl counts the rewards other than 0 instead.
 */
public record Gpg() implements CompletionEstimator {

  @Override
  public double[] advantages(RewardBatch batch) {
    int all = 0;
    int alive = 0;
    for (int[] group : batch.rewardedGroups()) {
      all += group.length;
      alive += batch.isConstant(group) ? 0 : group.length;
    }
    double stretch = alive == 0 ? 1 : (double) all / alive;
    DoubleUnaryOperator stretched = difference -> stretch * difference;
    return batch.centred(_ -> stretched);
  }
}
