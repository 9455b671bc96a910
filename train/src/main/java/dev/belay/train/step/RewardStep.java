package dev.belay.train.step;

import dev.belay.core.advantage.RewardBatch;
import java.util.List;

/**
 * Verdicts into rewards: {@code weight · score − klCoef · KL}, the KL being the sum over the
 * completion's tokens (drift theory §8.3). A verdict that is undecided or an error has no reward.
 */
public final class RewardStep {

  private final double verdictWeight;
  private final double klCoef;

  /**
   * A reward.
   *
   * @param verdictWeight what a correct completion earns
   * @param klCoef 0 when the KL is not in the reward
   */
  public RewardStep(double verdictWeight, double klCoef) {
    this.verdictWeight = verdictWeight;
    this.klCoef = klCoef;
  }

  /** Whether the rewards need the completions' KL. */
  public boolean needsKl() {
    return klCoef > 0;
  }

  /**
   * The rewards of a step.
   *
   * @param sequenceKls KL of each completion in nats, shape {@code [B]}; read only if {@link
   *     #needsKl}
   */
  public RewardBatch run(List<Rollout> rollouts, double[] sequenceKls) {
    double[] rewards = new double[rollouts.size()];
    double[] scores = new double[rollouts.size()];
    int[] groups = new int[rollouts.size()];
    int[] lengths = new int[rollouts.size()];
    for (int i = 0; i < rewards.length; i++) {
      Rollout rollout = rollouts.get(i);
      scores[i] =
          rollout.verdict().decided() ? verdictWeight * rollout.verdict().score() : Double.NaN;
      rewards[i] = needsKl() ? scores[i] - klCoef * sequenceKls[i] : scores[i];
      groups[i] = rollout.group();
      lengths[i] = rollout.completion().length();
    }
    return new RewardBatch(rewards, scores, groups, lengths);
  }
}
