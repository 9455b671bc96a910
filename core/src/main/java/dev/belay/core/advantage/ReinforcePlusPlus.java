package dev.belay.core.advantage;

/**
 * REINFORCE++ (arXiv 2501.03262, §3): the return of each token, penalties of later tokens included,
 * whitened over all tokens of the step: minus their mean, over {@code sqrt(variance + 1e-8)}. There
 * is no discount. If all returns are equal, every advantage is 0.
 *
 * @param std of the whitening: sample (verl) or population (OpenRLHF)
 */
public record ReinforcePlusPlus(StdKind std) implements AdvantageEstimator {

  @Override
  public double[] tokenAdvantages(TokenRewards rewards) {
    double[] returns = rewards.returns();
    boolean[] counts = new boolean[returns.length];
    int[] offsets = rewards.offsets();
    for (int i = 0; i < rewards.batch().size(); i++) {
      boolean counted = rewards.batch().isRewarded(i) && rewards.batch().lengths()[i] > 0;
      for (int t = offsets[i]; t < offsets[i + 1]; t++) {
        counts[t] = counted;
      }
    }
    return TokenWhitening.of(returns, counts, std);
  }

  @Override
  public boolean needsGroup() {
    return false;
  }
}
