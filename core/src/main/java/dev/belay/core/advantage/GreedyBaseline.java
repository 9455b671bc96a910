package dev.belay.core.advantage;

import java.util.Objects;

/**
 * ReMax: the return of each token less the score of a greedy completion of the same prompt (arXiv
 * 2310.10505, algorithm 1), which costs one completion more a prompt and needs no group. A prompt
 * whose greedy completion has no score gets 0.
 */
public record GreedyBaseline() implements AdvantageEstimator {

  @Override
  public double[] tokenAdvantages(TokenRewards rewards) {
    double[] greedy = Objects.requireNonNull(rewards.greedy(), "no greedy completions were scored");
    double[] advantages = rewards.returns();
    int[] offsets = rewards.offsets();
    for (int i = 0; i < greedy.length; i++) {
      boolean known = rewards.batch().isRewarded(i) && !Double.isNaN(greedy[i]);
      for (int t = offsets[i]; t < offsets[i + 1]; t++) {
        advantages[t] = known ? advantages[t] - greedy[i] : 0;
      }
    }
    return advantages;
  }

  @Override
  public boolean needsGroup() {
    return false;
  }

  @Override
  public boolean needsGreedy() {
    return true;
  }
}
