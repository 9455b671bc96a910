package dev.belay.core.objective;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the policy says at each chosen row, unclamped.
 *
 * @param logProbs natural log-probability of each target, shape {@code [R]}
 * @param entropies entropy of each next-token law in nats, shape {@code [R]}
 * @param exactKls KL(policy ‖ reference) over the vocabulary in nats, shape {@code [R]}; null when
 *     no reference was given
 * @param refLogProbs log-probability of each target under the reference, shape {@code [R]}; null
 *     likewise
 */
@SuppressWarnings("ArrayRecordComponent") // Hot path data: read by index, never compared.
public record TokenScores(
    float[] logProbs,
    float[] entropies,
    float @Nullable [] exactKls,
    float @Nullable [] refLogProbs) {

  /** Room for {@code rows} rows. */
  public static TokenScores ofSize(int rows, boolean reference) {
    return new TokenScores(
        new float[rows],
        new float[rows],
        reference ? new float[rows] : null,
        reference ? new float[rows] : null);
  }

  /** Stores what the policy says at one row. */
  public void set(int row, TokenLaw law) {
    logProbs[row] = (float) law.logProb();
    entropies[row] = (float) law.entropy();
    if (exactKls != null) {
      exactKls[row] = (float) law.exactKl();
    }
    if (refLogProbs != null) {
      refLogProbs[row] = (float) law.refLogProb();
    }
  }

  /** Copies the scores of some rows to {@code offset} and following. */
  public void put(int offset, TokenScores scores) {
    System.arraycopy(scores.logProbs, 0, logProbs, offset, scores.logProbs.length);
    System.arraycopy(scores.entropies, 0, entropies, offset, scores.entropies.length);
    if (exactKls != null && scores.exactKls != null) {
      System.arraycopy(scores.exactKls, 0, exactKls, offset, scores.exactKls.length);
    }
    if (refLogProbs != null && scores.refLogProbs != null) {
      System.arraycopy(scores.refLogProbs, 0, refLogProbs, offset, scores.refLogProbs.length);
    }
  }

  /** The log-probs of rows {@code from} to {@code to}. */
  public float[] logProbs(int from, int to) {
    return Arrays.copyOfRange(logProbs, from, to);
  }

  /** Mean of one of the arrays; NaN for no rows. */
  public static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return values.length == 0 ? Double.NaN : sum / values.length;
  }
}
