package dev.belay.core.advantage;

import java.util.Arrays;

/**
 * Generalised advantage estimation (arXiv 1506.02438, eq. 16): {@code δ_t = r_t + γ V_{t+1} − V_t}
 * and {@code A_t = δ_t + γ λ A_{t+1}} within each completion, nothing following its last token.
 *
 * <p>With γ = λ = 1 an advantage is the reward still to come less the value; with λ = 0 it is δ.
 *
 * @param gamma discount of a token, in [0, 1]
 * @param lambda how far rewards reach beyond what the value says, in [0, 1]
 */
public record Gae(double gamma, double lambda) {

  public Gae {
    requireShare("gamma", gamma);
    requireShare("lambda", lambda);
  }

  private static void requireShare(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must lie in [0, 1], was " + value);
    }
  }

  /**
   * What was found for each token.
   *
   * @param advantages shape {@code [M]}
   * @param returns what the value should have said, {@code A_t + V_t}, shape {@code [M]}
   */
  @SuppressWarnings("ArrayRecordComponent") // Hot path data: read by index, never compared.
  public record Estimates(double[] advantages, double[] returns) {}

  /**
   * Estimates every token of several completions.
   *
   * @param offsets where each completion begins, and M last, shape {@code [B + 1]}
   * @param rewards what each token earned, shape {@code [M]}; not a number anywhere in a completion
   *     leaves it out: its advantages are 0, and its returns its values
   * @param values before each token, shape {@code [M]}
   */
  public Estimates estimates(int[] offsets, double[] rewards, double[] values) {
    int tokens = offsets[offsets.length - 1];
    if (rewards.length != tokens || values.length != tokens) {
      throw new IllegalArgumentException(
          "%d tokens but %d rewards and %d values"
              .formatted(tokens, rewards.length, values.length));
    }
    double[] advantages = new double[tokens];
    for (int i = 0; i + 1 < offsets.length; i++) {
      if (isRewarded(rewards, offsets[i], offsets[i + 1])) {
        backwards(offsets[i], offsets[i + 1], rewards, values, advantages);
      }
    }
    double[] returns = new double[tokens];
    Arrays.setAll(returns, t -> values[t] + advantages[t]);
    return new Estimates(advantages, returns);
  }

  private static boolean isRewarded(double[] rewards, int from, int to) {
    for (int t = from; t < to; t++) {
      if (Double.isNaN(rewards[t])) {
        return false;
      }
    }
    return true;
  }

  private void backwards(int from, int to, double[] rewards, double[] values, double[] advantages) {
    double nextValue = 0;
    double nextAdvantage = 0;
    for (int t = to - 1; t >= from; t--) {
      double delta = rewards[t] + gamma * nextValue - values[t];
      advantages[t] = delta + gamma * lambda * nextAdvantage;
      nextValue = values[t];
      nextAdvantage = advantages[t];
    }
  }
}
