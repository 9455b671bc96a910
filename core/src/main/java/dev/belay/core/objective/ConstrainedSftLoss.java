package dev.belay.core.objective;

import dev.belay.core.model.LearnedSequence;
import java.util.List;

/**
 * Supervised fine-tuning that keeps each token near the reference: {@code (1/N) Σ −(2/β) log σ(β
 * Δ)} over the N learned tokens of a step. See {@link TokenWeights}.
 *
 * @param plain the same without weights: which tokens are learned, and N
 * @param weights β by position
 * @param positions of each token within its turn of the assistant, from 0, shape {@code [M]}
 * @param refLogProbs of each token, from before training, shape {@code [M]}
 */
@SuppressWarnings("ArrayRecordComponent") // Hot path data: read by index, never compared.
public record ConstrainedSftLoss(
    SftLoss plain, TokenWeights weights, int[] positions, double[] refLogProbs)
    implements Objective {

  public ConstrainedSftLoss {
    if (positions.length != refLogProbs.length) {
      throw new IllegalArgumentException(
          "%d positions but %d log-probs".formatted(positions.length, refLogProbs.length));
    }
  }

  /**
   * The loss over the sequences of a step, in their order.
   *
   * @param refLogProbs of each completion token of these sequences, one after the other
   */
  public static ConstrainedSftLoss over(
      List<LearnedSequence> sequences, TokenWeights weights, double[] refLogProbs) {
    int[] positions = new int[refLogProbs.length];
    int at = 0;
    for (LearnedSequence sequence : sequences) {
      int position = 0;
      for (int t = 0; t < sequence.tokens().completionTokenIds().length; t++) {
        positions[at++] = position;
        position = sequence.isLearned(t) ? position + 1 : 0;
      }
    }
    return new ConstrainedSftLoss(SftLoss.over(sequences), weights, positions, refLogProbs);
  }

  @Override
  public double slopes(TokenScores scores, int from, int to, TokenSlopes out) {
    double share = 1.0 / plain.tokens();
    double loss = 0;
    for (int t = from; t < to; t++) {
      if (plain.learns(t)) {
        double delta = scores.logProbs()[t] - refLogProbs[t];
        loss += share * weights.loss(delta, positions[t]);
        out.set(t - from, -share * weights.weight(delta, positions[t], true), 0, 0);
      } else {
        out.set(t - from, 0, 0, 0);
      }
    }
    return loss;
  }

  /** The mean weight of the learned tokens: 1 at the reference. */
  public double meanWeight(TokenScores scores) {
    double[] column = new double[positions.length];
    for (int t = 0; t < column.length; t++) {
      column[t] = weights.weight(scores.logProbs()[t] - refLogProbs[t], positions[t], true);
    }
    return plain.mean(column);
  }
}
