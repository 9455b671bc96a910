package dev.belay.train.step;

import java.util.List;

/** One term of the reward: what it says of each completion of a step. */
public interface RewardTerm {

  /** The name in the metrics: {@code reward_<name>}. */
  String name();

  /**
   * Whether it is a term of this completion's reward at all: of what is not, it need say nothing.
   * By default it is one of the task's completions, and not of requests in between.
   */
  default boolean concerns(Rollout rollout) {
    return !rollout.isRequest();
  }

  /**
   * The term's value for each completion, before its weight.
   *
   * @return of its own, shape {@code [B]}; NaN where the term has nothing to say, which leaves the
   *     completion without a reward
   */
  double[] of(List<Rollout> rollouts);
}
