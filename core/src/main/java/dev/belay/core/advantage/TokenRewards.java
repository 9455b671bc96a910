package dev.belay.core.advantage;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a step's B completions of M tokens earned, as far as an advantage may look.
 *
 * @param batch the reward of each completion
 * @param parts the terms that its score is the weighted sum of
 * @param offsets where each completion's tokens begin, and M last, shape {@code [B + 1]}
 * @param penalties what each token took off its completion's reward, such as {@code klCoef · KL_t},
 *     shape {@code [M]}; null if nothing was taken off by token
 * @param greedy score of a greedy completion of the same prompt, NaN where it has none, shape
 *     {@code [B]}; null if there are no such completions
 * @param values what a critic said before each token, shape {@code [M]}; null without one
 */
@SuppressWarnings("ArrayRecordComponent") // Read by index, never compared.
public record TokenRewards(
    RewardBatch batch,
    List<Part> parts,
    int[] offsets,
    double @Nullable [] penalties,
    double @Nullable [] greedy,
    double @Nullable [] values) {

  /**
   * A term of the score.
   *
   * @param weight what it counts
   * @param values before the weight, shape {@code [B]}; NaN where it has nothing to say
   */
  @SuppressWarnings("ArrayRecordComponent") // Read by index, never compared.
  public record Part(double weight, double[] values) {}

  // Written out: the compact form loses the annotations of array types in the class file.
  public TokenRewards(
      RewardBatch batch,
      List<Part> parts,
      int[] offsets,
      double @Nullable [] penalties,
      double @Nullable [] greedy,
      double @Nullable [] values) {
    int completions = batch.size();
    if (offsets.length != completions + 1) {
      throw new IllegalArgumentException(
          "%d completions but %d offsets".formatted(completions, offsets.length));
    }
    requireLength(penalties, offsets[completions], "penalties");
    requireLength(greedy, completions, "greedy scores");
    requireLength(values, offsets[completions], "values");
    for (Part part : parts) {
      requireLength(part.values(), completions, "values of a term");
    }
    this.batch = batch;
    this.parts = List.copyOf(parts);
    this.offsets = offsets;
    this.penalties = penalties;
    this.greedy = greedy;
    this.values = values;
  }

  /** Without a critic. */
  public TokenRewards(
      RewardBatch batch,
      List<Part> parts,
      int[] offsets,
      double @Nullable [] penalties,
      double @Nullable [] greedy) {
    this(batch, parts, offsets, penalties, greedy, null);
  }

  /** The same with what a critic said before each token, shape {@code [M]}. */
  public TokenRewards withValues(double[] said) {
    return new TokenRewards(batch, parts, offsets, penalties, greedy, said);
  }

  /** Rewards of completions alone: no terms, nothing by token, nothing greedy. */
  public TokenRewards(RewardBatch batch, int[] offsets) {
    this(batch, List.of(), offsets, null, null);
  }

  private static void requireLength(double @Nullable [] column, int length, String what) {
    if (column != null && column.length != length) {
      throw new IllegalArgumentException(
          "expected %d %s, found %d".formatted(length, what, column.length));
    }
  }

  /** Number of tokens, M. */
  public int tokens() {
    return offsets[batch.size()];
  }

  /**
   * Gives every token what its completion has.
   *
   * @param ofCompletions shape {@code [B]}
   * @return shape {@code [M]}
   */
  double[] spread(double[] ofCompletions) {
    double[] column = new double[tokens()];
    for (int i = 0; i < ofCompletions.length; i++) {
      Arrays.fill(column, offsets[i], offsets[i + 1], ofCompletions[i]);
    }
    return column;
  }

  /**
   * What each token earned: what it took off, and at the last one all the rest of the completion's
   * reward, so that their sum is that reward.
   *
   * @return shape {@code [M]}; NaN in completions without a reward
   */
  double[] byToken() {
    double[] earned = new double[tokens()];
    for (int i = 0; i < batch.size(); i++) {
      double rest = batch.rewards()[i];
      for (int t = offsets[i]; t < offsets[i + 1]; t++) {
        earned[t] = penalties == null ? 0 : -penalties[t];
        rest -= earned[t];
      }
      if (offsets[i] < offsets[i + 1]) {
        earned[offsets[i + 1] - 1] += rest;
      }
    }
    return earned;
  }

  /** The tokens that count: of completions with a reward that are not masked, shape {@code [M]}. */
  public boolean[] counted() {
    boolean[] counted = new boolean[tokens()];
    for (int i = 0; i < batch.size(); i++) {
      Arrays.fill(
          counted, offsets[i], offsets[i + 1], batch.isRewarded(i) && batch.lengths()[i] > 0);
    }
    return counted;
  }

  /**
   * The undiscounted return of each token: what is earned from there on. That is the completion's
   * reward plus what tokens before this one have already taken off it.
   *
   * @return shape {@code [M]}; NaN in completions without a reward
   */
  double[] returns() {
    double[] returns = spread(batch.rewards());
    if (penalties != null) {
      for (int i = 0; i < batch.size(); i++) {
        double before = 0;
        for (int t = offsets[i]; t < offsets[i + 1]; t++) {
          returns[t] += before;
          before += penalties[t];
        }
      }
    }
    return returns;
  }
}
