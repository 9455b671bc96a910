package dev.belay.core.objective;

/**
 * Supervised fine-tuning: {@code −(1/N) Σ log π(token)} over the completion tokens, N counted over
 * the whole accumulated batch, so that eight micro-batches of one equal one of eight.
 *
 * @param tokens N, completion tokens of all micro-batches together
 */
public record SftLoss(long tokens) implements Objective {

  public SftLoss {
    if (tokens < 1) {
      throw new IllegalArgumentException("a batch without completion tokens has no loss");
    }
  }

  @Override
  public double slopes(TokenScores scores, int from, int to, TokenSlopes out) {
    double weight = 1.0 / tokens;
    double loss = 0;
    for (int t = from; t < to; t++) {
      loss += -weight * scores.logProbs()[t];
      out.set(t - from, -weight, 0, 0);
    }
    return loss;
  }
}
