package dev.belay.core.advantage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;

/**
 * The rewards of a batch of {@code [B]} completions. A completion whose verdict is undecided, or
 * whose verifier failed, has the reward {@code NaN}: it enters no baseline and its advantage is 0.
 *
 * @param rewards all that is to be maximised, penalties taken off, shape {@code [B]}; finite, or
 *     NaN when absent
 * @param scores the verifiers' share of the rewards, which says how much signal a group carries,
 *     shape {@code [B]}; finite where there is a reward
 * @param groups which prompt each completion answers, shape {@code [B]}; any numbers, in any order
 * @param lengths tokens of each completion that count in the loss, shape {@code [B]}
 */
@SuppressWarnings("ArrayRecordComponent") // Read by index, never compared.
public record RewardBatch(double[] rewards, double[] scores, int[] groups, int[] lengths) {

  public RewardBatch {
    if (rewards.length != scores.length
        || rewards.length != groups.length
        || rewards.length != lengths.length) {
      throw new IllegalArgumentException(
          "rewards, scores, groups and lengths differ in number: %d, %d, %d, %d"
              .formatted(rewards.length, scores.length, groups.length, lengths.length));
    }
    for (int i = 0; i < rewards.length; i++) {
      if (Double.isInfinite(rewards[i])) {
        throw new IllegalArgumentException("reward %d is %s".formatted(i, rewards[i]));
      }
      if (lengths[i] < 0) {
        throw new IllegalArgumentException("length %d is %d".formatted(i, lengths[i]));
      }
    }
  }

  /** Rewards without any penalty: the scores themselves. */
  public RewardBatch(double[] rewards, int[] groups, int[] lengths) {
    this(rewards, rewards, groups, lengths);
  }

  public int size() {
    return rewards.length;
  }

  /** Whether completion {@code i} has a reward. */
  public boolean isRewarded(int i) {
    return !Double.isNaN(rewards[i]);
  }

  /**
   * The completions with a reward, group by group in the order in which groups first appear; a
   * group without any reward is left out.
   */
  public List<int[]> rewardedGroups() {
    Map<Integer, List<Integer>> members = new LinkedHashMap<>();
    for (int i = 0; i < rewards.length; i++) {
      if (isRewarded(i)) {
        members.computeIfAbsent(groups[i], _ -> new ArrayList<>()).add(i);
      }
    }
    return members.values().stream()
        .map(group -> group.stream().mapToInt(Integer::intValue).toArray())
        .toList();
  }

  /** Whether the completions {@code members} all got the same score, penalties aside. */
  boolean hasConstantScore(int[] members) {
    for (int member : members) {
      if (scores[member] != scores[members[0]]) {
        return false;
      }
    }
    return true;
  }

  /** Whether the completions {@code members} were all rewarded alike: a group without signal. */
  public boolean isConstant(int[] members) {
    for (int member : members) {
      if (rewards[member] != rewards[members[0]]) {
        return false;
      }
    }
    return true;
  }

  double mean(int[] members) {
    double sum = 0;
    for (int member : members) {
      sum += rewards[member];
    }
    return sum / members.length;
  }

  /**
   * Every reward less the mean of its group, stretched as the group asks; 0 in groups without
   * signal and for completions without a reward.
   *
   * @param stretch what becomes of a difference, given the group's completions
   * @return shape {@code [B]}
   */
  double[] centred(Function<int[], DoubleUnaryOperator> stretch) {
    double[] centred = new double[size()];
    for (int[] group : rewardedGroups()) {
      if (isConstant(group)) {
        continue;
      }
      double mean = mean(group);
      DoubleUnaryOperator stretched = stretch.apply(group);
      for (int i : group) {
        centred[i] = stretched.applyAsDouble(rewards[i] - mean);
      }
    }
    return centred;
  }

  /** Squared deviations of the scores from their mean. */
  double squaredScoreDeviations(int[] members) {
    double mean = 0;
    for (int member : members) {
      mean += scores[member] / members.length;
    }
    double sum = 0;
    for (int member : members) {
      double deviation = scores[member] - mean;
      sum += deviation * deviation;
    }
    return sum;
  }
}
