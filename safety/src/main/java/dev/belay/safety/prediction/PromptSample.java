package dev.belay.safety.prediction;

import dev.belay.core.stats.Rate;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Completions of one prompt by the base, with reward and safety; those that lack one are left out.
 *
 * @param id the prompt's
 * @param rewards shape {@code [n]}
 * @param safety in [0, 1], shape {@code [n]}
 * @param undecided completions that were left out
 */
@SuppressWarnings("ArrayRecordComponent") // Read by index, never compared.
public record PromptSample(String id, double[] rewards, double[] safety, int undecided) {

  public PromptSample {
    if (rewards.length != safety.length) {
      throw new IllegalArgumentException(
          "%d rewards and %d judgements".formatted(rewards.length, safety.length));
    }
  }

  int n() {
    return rewards.length;
  }

  double meanReward() {
    return mean(rewards);
  }

  double meanSafety() {
    return mean(safety);
  }

  /** The unbiased covariance of reward and safety, within the prompt. */
  double covariance() {
    double reward = meanReward();
    double safe = meanSafety();
    double sum = 0;
    for (int i = 0; i < n(); i++) {
      sum += (rewards[i] - reward) * (safety[i] - safe);
    }
    return sum / (n() - 1);
  }

  /** Whether every reward is 0 or 1, and every completion safe or not. */
  boolean isBinary() {
    return DoubleStream.concat(Arrays.stream(rewards), Arrays.stream(safety))
        .allMatch(value -> value == 0 || value == 1);
  }

  /** How many completions of a {@linkplain #isBinary binary} sample have reward 1. */
  Rate successes() {
    return new Rate(Arrays.stream(rewards).filter(reward -> reward == 1).count(), n());
  }

  /** How many completions with that reward are safe. */
  long safe(double reward) {
    return IntStream.range(0, n()).filter(i -> rewards[i] == reward && safety[i] == 1).count();
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
