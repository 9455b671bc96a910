package dev.belay.safety.prediction;

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

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
