package dev.belay.core.advantage;

/**
 * Leave-one-out baseline: {@code A_i = r_i − mean of the other G − 1} (arXiv 2402.14740, eq. 7),
 * which equals {@code G/(G − 1) (r_i − mean_q)} and leaves the policy gradient unbiased.
 */
public record Rloo() implements CompletionEstimator {

  @Override
  public double[] advantages(RewardBatch batch) {
    return batch.centred(
        group -> {
          double stretch = group.length / (group.length - 1.0);
          return difference -> stretch * difference;
        });
  }
}
