package dev.belay.train.step;

import dev.belay.core.verify.Verdict;
import java.util.List;

/**
 * The score of a verifier's verdict; absent where it is undecided or an error.
 *
 * @param name the verifier's
 */
public record VerdictReward(String name) implements RewardTerm {

  @Override
  public double[] of(List<Rollout> rollouts) {
    double[] scores = new double[rollouts.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = concerns(rollouts.get(i)) ? of(rollouts.get(i)) : Double.NaN;
    }
    return scores;
  }

  double of(Rollout rollout) {
    Verdict verdict = rollout.verdicts().get(name);
    if (verdict == null) {
      throw new IllegalStateException("no verdict of " + name);
    }
    return verdict.decided() ? verdict.score() : Double.NaN;
  }
}
