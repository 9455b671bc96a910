package dev.belay.core.advantage;

import java.util.stream.IntStream;

/**
 * Plain REINFORCE with the batch's mean reward as its baseline: {@code A_i = r_i − mean} over all
 * completions, whatever their prompt (Williams 1992).
 */
public record BatchMeanBaseline() implements CompletionEstimator {

  @Override
  public double[] advantages(RewardBatch batch) {
    double[] advantages = new double[batch.size()];
    int[] rewarded = IntStream.range(0, batch.size()).filter(batch::isRewarded).toArray();
    if (rewarded.length == 0 || batch.isConstant(rewarded)) {
      return advantages;
    }
    double mean = batch.mean(rewarded);
    for (int i : rewarded) {
      advantages[i] = batch.rewards()[i] - mean;
    }
    return advantages;
  }

  @Override
  public boolean needsGroup() {
    return false;
  }
}
