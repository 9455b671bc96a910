package dev.belay.core.drift;

import dev.belay.core.advantage.LeaveOneOutNormalised;
import dev.belay.core.advantage.RewardBatch;
import dev.belay.core.stats.BinomialLaw;
import java.util.Arrays;

/**
 * What the gradient of success counts where a reward is compared with the mean of the group's
 * others and divided by their deviation, as {@link LeaveOneOutNormalised} does: the expected
 * gradient is {@code coefficient · ∇p} (drift specification §8.6 for another deviation).
 */
final class LeftOutNormalisation {

  private LeftOutNormalisation() {}

  /**
   * {@code E_k[ k A₁ / p − (G − k) A₀ / (1 − p) ] / G} with k successes of G, A₁ and A₀ the
   * advantages of a success and of a failure among them.
   *
   * @param success p, in (0, 1)
   */
  static double coefficient(int groupSize, double success) {
    BinomialLaw successes = new BinomialLaw(groupSize, success);
    double sum = 0;
    for (int k = 1; k < groupSize; k++) {
      double[] rewards = new double[groupSize];
      Arrays.fill(rewards, 0, k, 1);
      double[] advantages =
          new LeaveOneOutNormalised(1e-6)
              .advantages(new RewardBatch(rewards, new int[groupSize], new int[groupSize]));
      double gradient =
          k * advantages[0] / success - (groupSize - k) * advantages[groupSize - 1] / (1 - success);
      sum += successes.at(k) * gradient / groupSize;
    }
    return sum;
  }
}
