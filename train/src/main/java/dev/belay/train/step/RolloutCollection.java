package dev.belay.train.step;

import dev.belay.core.data.Problem;

/** Gets a step its rollouts: chooses prompts, samples, and has the completions scored. */
public final class RolloutCollection {

  private final RolloutStep rollout;
  private final RewardStep reward;
  private final EpochOrder<Problem> order;
  private final int promptsPerStep;

  /**
   * A way to collect rollouts.
   *
   * @param order of the prompts
   */
  public RolloutCollection(
      RolloutStep rollout, RewardStep reward, EpochOrder<Problem> order, int promptsPerStep) {
    this.rollout = rollout;
    this.reward = reward;
    this.order = order;
    this.promptsPerStep = promptsPerStep;
  }

  /** The rollouts of one step. */
  public Scored collect(long step) {
    return reward.score(rollout.run(step, order.ofStep(step, promptsPerStep)));
  }
}
