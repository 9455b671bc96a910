package dev.belay.core.advantage;

/**
 * Length-weighted baseline: {@code A_i = r_i − Σ len_j r_j / Σ len_j} over the group, the baseline
 * of least variance when a completion's squared score grows with its length (OPO, arXiv
 * 2505.23585). A group whose completions are all empty gets 0.
 */
public record Opo() implements CompletionEstimator {

  @Override
  public double[] advantages(RewardBatch batch) {
    double[] advantages = new double[batch.size()];
    for (int[] group : batch.rewardedGroups()) {
      double tokens = 0;
      double weighted = 0;
      for (int i : group) {
        tokens += batch.lengths()[i];
        weighted += batch.lengths()[i] * batch.rewards()[i];
      }
      if (tokens == 0 || batch.isConstant(group)) {
        continue;
      }
      for (int i : group) {
        advantages[i] = batch.rewards()[i] - weighted / tokens;
      }
    }
    return advantages;
  }
}
