package dev.belay.core.objective;

import java.util.List;
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
 * @param exactKls KL(policy ‖ reference) over the vocabulary in nats, shape {@code [M]}; null
 *     likewise
 * @param oldLogProbs under the policy before its update, as the trainer computes them, shape {@code
 *     [M]}; null when the batch is on-policy (the ratio is then exactly 1 and need not be computed)
 */
@SuppressWarnings("ArrayRecordComponent") // Hot path data: read by index, never compared.
public record RolloutBatch(
    int[] offsets,
    float[] sampledLogProbs,
    float @Nullable [] refLogProbs,
    float @Nullable [] exactKls,
    float @Nullable [] oldLogProbs) {

  // Written out: the compact form loses the annotations of array types in the class file.
  public RolloutBatch(
      int[] offsets,
      float[] sampledLogProbs,
      float @Nullable [] refLogProbs,
      float @Nullable [] exactKls,
      float @Nullable [] oldLogProbs) {
    int tokens = offsets[offsets.length - 1];
    requireTokens(tokens, sampledLogProbs, "sampled log-probs");
    requireTokens(tokens, refLogProbs, "reference log-probs");
    requireTokens(tokens, exactKls, "exact KLs");
    requireTokens(tokens, oldLogProbs, "old log-probs");
    this.offsets = offsets;
    this.sampledLogProbs = sampledLogProbs;
    this.refLogProbs = refLogProbs;
    this.exactKls = exactKls;
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
    return new RolloutBatch(offsets, joined, null, null, null);
  }

  /** The same with the reference's log-probs, scored before the update. */
  public RolloutBatch withRefLogProbs(double[] scored) {
    return new RolloutBatch(offsets, sampledLogProbs, floats(scored), exactKls, oldLogProbs);
  }

  /** The same with the exact KL to the reference, measured before the update. */
  public RolloutBatch withExactKls(double[] scored) {
    return new RolloutBatch(offsets, sampledLogProbs, refLogProbs, floats(scored), oldLogProbs);
  }

  /** The same with the policy's log-probs from before the update. */
  public RolloutBatch withOldLogProbs(double[] scored) {
    return new RolloutBatch(offsets, sampledLogProbs, refLogProbs, exactKls, floats(scored));
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

  /**
   * The KL of each completion to the reference in nats, shape {@code [B]}: the sum over its tokens,
   * exact or estimated from the sampled ones.
   *
   * @throws IllegalStateException if the column that the estimator needs is not there
   */
  public double[] sequenceKls(KlEstimator estimator) {
    float[] column = estimator == KlEstimator.EXACT ? exactKls : refLogProbs;
    if (column == null) {
      throw new IllegalStateException("the reference was not scored for " + estimator);
    }
    double[] kls = new double[completions()];
    for (int i = 0; i < kls.length; i++) {
      for (int t = offsets[i]; t < offsets[i + 1]; t++) {
        kls[i] +=
            estimator == KlEstimator.EXACT
                ? column[t]
                : estimator.value(sampledLogProbs[t], column[t]);
      }
    }
    return kls;
  }
}
