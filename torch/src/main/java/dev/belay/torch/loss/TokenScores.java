package dev.belay.torch.loss;

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

  static TokenScores ofSize(int rows, boolean reference) {
    return new TokenScores(
        new float[rows],
        new float[rows],
        reference ? new float[rows] : null,
        reference ? new float[rows] : null);
  }

  void set(int row, TokenLaw law) {
    logProbs[row] = (float) law.logProb();
    entropies[row] = (float) law.entropy();
    if (exactKls != null) {
      exactKls[row] = (float) law.exactKl();
    }
    if (refLogProbs != null) {
      refLogProbs[row] = (float) law.refLogProb();
    }
  }
}
