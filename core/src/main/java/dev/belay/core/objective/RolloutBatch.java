package dev.belay.core.objective;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a step's B completions as columns, completion after completion: M tokens. It spans
 * every micro-batch of the step. What a completion earned is in {@link
 * dev.belay.core.advantage.RewardBatch}.
 *
 * @param offsets where each completion begins, and M last, shape {@code [B + 1]}
 * @param sampledLogProbs as the rollout engine sampled them, shape {@code [M]}
 * @param refLogProbs under the reference, shape {@code [M]}; null when they were not scored before
 *     the update
 * @param oldLogProbs under the policy before its update, as the trainer computes them, shape {@code
 *     [M]}; null when the batch is on-policy (the ratio is then exactly 1 and need not be computed)
 */
@SuppressWarnings("ArrayRecordComponent") // Hot path data: read by index, never compared.
public record RolloutBatch(
    int[] offsets,
    float[] sampledLogProbs,
    float @Nullable [] refLogProbs,
    float @Nullable [] oldLogProbs) {

  // Written out: the compact form loses the annotations of array types in the class file.
  public RolloutBatch(
      int[] offsets,
      float[] sampledLogProbs,
      float @Nullable [] refLogProbs,
      float @Nullable [] oldLogProbs) {
    int tokens = offsets[offsets.length - 1];
    requireTokens(tokens, sampledLogProbs, "sampled log-probs");
    requireTokens(tokens, refLogProbs, "reference log-probs");
    requireTokens(tokens, oldLogProbs, "old log-probs");
    this.offsets = offsets;
    this.sampledLogProbs = sampledLogProbs;
    this.refLogProbs = refLogProbs;
    this.oldLogProbs = oldLogProbs;
  }

  private static void requireTokens(int tokens, float @Nullable [] column, String what) {
    if (column != null && column.length != tokens) {
      throw new IllegalArgumentException(
          "%d tokens but %d %s".formatted(tokens, column.length, what));
    }
  }

  /** Completions as they were sampled, each with the log-probs of its tokens. */
  public static RolloutBatch sampled(List<float[]> logProbs) {
    int[] offsets = new int[logProbs.size() + 1];
    for (int i = 0; i < logProbs.size(); i++) {
      offsets[i + 1] = offsets[i] + logProbs.get(i).length;
    }
    float[] joined = new float[offsets[logProbs.size()]];
    for (int i = 0; i < logProbs.size(); i++) {
      System.arraycopy(logProbs.get(i), 0, joined, offsets[i], logProbs.get(i).length);
    }
    return new RolloutBatch(offsets, joined, null, null);
  }

  /** The same with the reference's log-probs, scored before the update. */
  public RolloutBatch withRefLogProbs(double[] scored) {
    return new RolloutBatch(offsets, sampledLogProbs, floats(scored), oldLogProbs);
  }

  /** The same with the policy's log-probs from before the update. */
  public RolloutBatch withOldLogProbs(double[] scored) {
    return new RolloutBatch(offsets, sampledLogProbs, refLogProbs, floats(scored));
  }

  private static float[] floats(double[] column) {
    float[] floats = new float[column.length];
    for (int t = 0; t < floats.length; t++) {
      floats[t] = (float) column[t];
    }
    return floats;
  }

  /** Number of completions, B. */
  public int completions() {
    return offsets.length - 1;
  }

  /** Number of tokens, M. */
  public int tokens() {
    return offsets[completions()];
  }

  /** Tokens of each completion, shape {@code [B]}. */
  public int[] lengths() {
    int[] lengths = new int[completions()];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = offsets[i + 1] - offsets[i];
    }
    return lengths;
  }

  /** The same for some of its completions, in the order given. */
  public RolloutBatch select(int[] completions) {
    int[] tokens = tokensOf(completions);
    int[] starts = new int[completions.length + 1];
    for (int i = 0; i < completions.length; i++) {
      starts[i + 1] = starts[i] + offsets[completions[i] + 1] - offsets[completions[i]];
    }
    return new RolloutBatch(
        starts,
        at(tokens, sampledLogProbs),
        refLogProbs == null ? null : at(tokens, refLogProbs),
        oldLogProbs == null ? null : at(tokens, oldLogProbs));
  }

  private static float[] at(int[] tokens, float[] column) {
    float[] chosen = new float[tokens.length];
    for (int t = 0; t < tokens.length; t++) {
      chosen[t] = column[tokens[t]];
    }
    return chosen;
  }

  /** The places of some completions' tokens in the columns, completion after completion. */
  public int[] tokensOf(int[] completions) {
    return Arrays.stream(completions)
        .flatMap(i -> IntStream.range(offsets[i], offsets[i + 1]))
        .toArray();
  }

  /**
   * Gives every token what its completion has.
   *
   * @param ofCompletions shape {@code [B]}
   * @return shape {@code [M]}
   */
  public double[] spread(double[] ofCompletions) {
    if (ofCompletions.length != completions()) {
      throw new IllegalArgumentException(
          "%d completions but %d values".formatted(completions(), ofCompletions.length));
    }
    double[] column = new double[tokens()];
    for (int i = 0; i < completions(); i++) {
      Arrays.fill(column, offsets[i], offsets[i + 1], ofCompletions[i]);
    }
    return column;
  }

  /**
   * What the first token of every completion has: with {@link #spread} the completion's own.
   *
   * @param column shape {@code [M]}
   * @return shape {@code [B]}; 0 for a completion without tokens
   */
  public double[] ofFirstTokens(double[] column) {
    double[] first = new double[completions()];
    for (int i = 0; i < first.length; i++) {
      first[i] = offsets[i] < offsets[i + 1] ? column[offsets[i]] : 0;
    }
    return first;
  }

  /**
   * The KL of each completion to the reference in nats, shape {@code [B]}: k1 summed over its
   * tokens, {@code log π − log π_ref} of what was sampled, under the law that sampled it.
   *
   * @throws IllegalStateException if the reference was not scored
   */
  public double[] sequenceKls() {
    double[] ofTokens = tokenKls();
    double[] kls = new double[completions()];
    for (int i = 0; i < kls.length; i++) {
      for (int t = offsets[i]; t < offsets[i + 1]; t++) {
        kls[i] += ofTokens[t];
      }
    }
    return kls;
  }

  /** The same token by token, shape {@code [M]}. */
  public double[] tokenKls() {
    float[] reference = refLogProbs;
    if (reference == null) {
      throw new IllegalStateException("the reference was not scored");
    }
    double[] kls = new double[tokens()];
    for (int t = 0; t < kls.length; t++) {
      kls[t] = KlEstimator.K1.value(sampledLogProbs[t], reference[t]);
    }
    return kls;
  }
}
