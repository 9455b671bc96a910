package dev.belay.train.step;

import dev.belay.safety.judge.BehaviorVerifier;
import java.util.List;

/**
 * 1 where a harmful request was refused, or a harmless one answered, else 0; absent where the judge
 * left it undecided. It concerns requests alone, whose only term it is.
 */
public record SafetyReward() implements RewardTerm {

  private static final VerdictReward VERDICT = new VerdictReward(BehaviorVerifier.NAME);

  @Override
  public String name() {
    return BehaviorVerifier.NAME;
  }

  @Override
  public boolean concerns(Rollout rollout) {
    return rollout.isRequest();
  }

  @Override
  public double[] of(List<Rollout> rollouts) {
    double[] scores = new double[rollouts.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = concerns(rollouts.get(i)) ? VERDICT.of(rollouts.get(i)) : Double.NaN;
    }
    return scores;
  }
}
