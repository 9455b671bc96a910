package dev.belay.core.objective;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All tokens of a policy-gradient update, sequence after sequence: M tokens. It spans every
 * micro-batch of the update, so that weights are those of the whole.
 *
 * @param advantages shape {@code [M]}
 * @param weights of each token in the loss; 0 where it does not count, shape {@code [M]}
 * @param oldLogProbs shape {@code [M]}; null when the batch is on-policy
 * @param refLogProbs shape {@code [M]}; null when they were not scored before the update
 */
@SuppressWarnings("ArrayRecordComponent") // Hot path data: read by index, never compared.
public record PolicyBatch(
    double[] advantages,
    double[] weights,
    float @Nullable [] oldLogProbs,
    float @Nullable [] refLogProbs) {

  /**
   * Lays sequences side by side and weighs their tokens.
   *
   * @param maxCompletionTokens what {@link LossAggregation#CONSTANT} divides by
   * @throws IllegalArgumentException if some sequences have old or reference log-probs and others
   *     do not
   */
  public static PolicyBatch of(
      List<PolicySequence> sequences, LossAggregation aggregation, int maxCompletionTokens) {
    int[] counted = sequences.stream().mapToInt(PolicySequence::countedTokens).toArray();
    double[] sequenceWeights = aggregation.tokenWeights(counted, maxCompletionTokens);
    int tokens = sequences.stream().mapToInt(PolicySequence::length).sum();
    double[] advantages = new double[tokens];
    double[] weights = new double[tokens];
    int at = 0;
    for (int s = 0; s < sequences.size(); s++) {
      PolicySequence sequence = sequences.get(s);
      System.arraycopy(sequence.advantages(), 0, advantages, at, sequence.length());
      for (int t = 0; t < sequence.length(); t++) {
        weights[at + t] = sequence.completionMask()[t] ? sequenceWeights[s] : 0;
      }
      at += sequence.length();
    }
    return new PolicyBatch(
        advantages,
        weights,
        join(sequences, PolicySequence::oldLogProbs, "old"),
        join(sequences, PolicySequence::refLogProbs, "reference"));
  }

  private static float @Nullable [] join(
      List<PolicySequence> sequences, LogProbs logProbs, String whose) {
    float[] joined = new float[sequences.stream().mapToInt(PolicySequence::length).sum()];
    int at = 0;
    int present = 0;
    for (PolicySequence sequence : sequences) {
      float[] part = logProbs.of(sequence);
      if (part != null) {
        System.arraycopy(part, 0, joined, at, part.length);
        present++;
      }
      at += sequence.length();
    }
    if (present != 0 && present != sequences.size()) {
      throw new IllegalArgumentException(
          "%d of %d sequences have %s log-probs: all must, or none"
              .formatted(present, sequences.size(), whose));
    }
    return present == 0 ? null : joined;
  }

  @FunctionalInterface
  private interface LogProbs {
    float @Nullable [] of(PolicySequence sequence);
  }

  /** Number of tokens, M. */
  public int size() {
    return advantages.length;
  }

  /** The old log-prob of a token; on-policy, the current one. */
  double oldLogProb(int index, double logProb) {
    return oldLogProbs == null ? logProb : oldLogProbs[index];
  }

  /** The reference's log-prob of a token, or NaN. */
  double refLogProb(int index) {
    return refLogProbs == null ? Double.NaN : refLogProbs[index];
  }
}
