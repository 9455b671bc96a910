package dev.belay.train.step;

import java.util.List;

/** One term of the reward: what it says of each completion of a step. */
public interface RewardTerm {

  /** The name in the metrics: {@code reward_<name>}. */
  String name();

  /**
   * The term's value for each completion, before its weight.
   *
   * @return shape {@code [B]}; NaN where the term has nothing to say, which leaves the completion
   *     without a reward
   */
  double[] of(List<Rollout> rollouts);
}
