package dev.belay.train.step;

import dev.belay.torch.loss.TokenScores;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the policy said at each completion token of a step, micro-batches joined.
 *
 * @param logProbs shape {@code [R]}
 * @param entropies in nats, shape {@code [R]}
 * @param exactKls KL to the reference over the vocabulary in nats, shape {@code [R]}; null without
 *     a reference
 * @param refLogProbs log-probs under the reference, shape {@code [R]}; null likewise
 */
@SuppressWarnings("ArrayRecordComponent") // Read by index, never compared.
public record UpdateScores(
    float[] logProbs,
    float[] entropies,
    float @Nullable [] exactKls,
    float @Nullable [] refLogProbs) {

  /** Room for {@code tokens} tokens. */
  static UpdateScores ofSize(int tokens, boolean reference) {
    return new UpdateScores(
        new float[tokens],
        new float[tokens],
        reference ? new float[tokens] : null,
        reference ? new float[tokens] : null);
  }

  void put(int offset, TokenScores scores) {
    System.arraycopy(scores.logProbs(), 0, logProbs, offset, scores.logProbs().length);
    System.arraycopy(scores.entropies(), 0, entropies, offset, scores.entropies().length);
    if (exactKls != null && scores.exactKls() != null) {
      System.arraycopy(scores.exactKls(), 0, exactKls, offset, scores.exactKls().length);
    }
    if (refLogProbs != null && scores.refLogProbs() != null) {
      System.arraycopy(scores.refLogProbs(), 0, refLogProbs, offset, scores.refLogProbs().length);
    }
  }

  /** Mean of one of the arrays; NaN for no tokens. */
  public static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return values.length == 0 ? Double.NaN : sum / values.length;
  }

  /** The log-probs of completion tokens {@code from} to {@code to}. */
  public float[] logProbs(int from, int to) {
    return Arrays.copyOfRange(logProbs, from, to);
  }
}
