package dev.belay.core.objective;

import dev.belay.core.model.LearnedSequence;
import java.util.BitSet;
import java.util.List;

/**
 * Supervised fine-tuning: {@code −(1/N) Σ log π(token)} over the tokens that are learned, N counted
 * over the whole accumulated batch, so that eight micro-batches of one equal one of eight.
 *
 * @param tokens N, learned tokens of all micro-batches together
 * @param unlearned completion tokens of the step that count for nothing, such as those of the user
 *     between two turns of the assistant
 */
public record SftLoss(long tokens, BitSet unlearned) implements Objective {

  public SftLoss {
    if (tokens < 1) {
      throw new IllegalArgumentException("a batch without completion tokens has no loss");
    }
    unlearned = (BitSet) unlearned.clone();
  }

  /** The loss over all completion tokens. */
  public SftLoss(long tokens) {
    this(tokens, new BitSet());
  }

  /** The loss over the sequences of a step, in their order. */
  public static SftLoss over(List<LearnedSequence> sequences) {
    BitSet unlearned = new BitSet();
    long learned = 0;
    int at = 0;
    for (LearnedSequence sequence : sequences) {
      int length = sequence.tokens().completionTokenIds().length;
      for (int t = 0; t < length; t++) {
        unlearned.set(at++, !sequence.isLearned(t));
      }
      learned += sequence.learned();
    }
    return new SftLoss(learned, unlearned);
  }

  @Override
  public BitSet unlearned() {
    return (BitSet) unlearned.clone();
  }

  /** Whether completion token {@code t} of the step is learned. */
  boolean learns(int t) {
    return !unlearned.get(t);
  }

  @Override
  public double slopes(TokenScores scores, int from, int to, TokenSlopes out) {
    double weight = 1.0 / tokens;
    double loss = 0;
    for (int t = from; t < to; t++) {
      boolean learned = !unlearned.get(t);
      loss += learned ? -weight * scores.logProbs()[t] : 0;
      out.set(t - from, learned ? -weight : 0, 0, 0);
    }
    return loss;
  }

  /** The mean of a column over the learned tokens. */
  public double mean(double[] column) {
    double sum = 0;
    for (int t = 0; t < column.length; t++) {
      sum += unlearned.get(t) ? 0 : column[t];
    }
    return sum / tokens;
  }
}
