package dev.belay.core.advantage;

/**
 * REINFORCE++ with a group baseline (arXiv 2501.03262): {@code r_i − mean_q}, spread over the
 * completion's tokens, then whitened over all tokens of the batch: minus their mean, over {@code
 * sqrt(variance + 1e-8)}.
 *
 * @param std of the whitening: sample (verl) or population (OpenRLHF, NeMo RL)
 */
public record ReinforcePlusPlusBaseline(StdKind std) implements CompletionEstimator {

  private static final double VARIANCE_EPS = 1e-8;

  @Override
  public double[] advantages(RewardBatch batch) {
    double[] centred = new DrGrpo().advantages(batch);
    double sum = 0;
    long tokens = 0;
    for (int i = 0; i < centred.length; i++) {
      if (batch.isRewarded(i)) {
        sum += batch.lengths()[i] * centred[i];
        tokens += batch.lengths()[i];
      }
    }
    if (tokens < 2) {
      return new double[centred.length];
    }
    return whiten(batch, centred, sum / tokens, tokens);
  }

  private double[] whiten(RewardBatch batch, double[] centred, double mean, long tokens) {
    double squares = 0;
    for (int i = 0; i < centred.length; i++) {
      if (batch.isRewarded(i)) {
        squares += batch.lengths()[i] * (centred[i] - mean) * (centred[i] - mean);
      }
    }
    double deviation = std.fromSquares(squares, tokens);
    double scale = Math.sqrt(deviation * deviation + VARIANCE_EPS);
    double[] advantages = new double[centred.length];
    for (int i = 0; i < centred.length; i++) {
      if (batch.isRewarded(i)) {
        advantages[i] = (centred[i] - mean) / scale;
      }
    }
    return advantages;
  }
}
