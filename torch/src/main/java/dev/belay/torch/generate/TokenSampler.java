package dev.belay.torch.generate;

import dev.belay.core.model.Sampling;
import dev.belay.torch.tensor.NonFiniteException;
import java.lang.foreign.Arena;

/**
 * Draws tokens from logits with one uniform number each, by inverting the cumulative law: over the
 * vocabulary in order of ids, or over the tokens that a {@link Truncation} keeps. Has its own
 * scratch memory: one for each worker.
 */
final class TokenSampler {

  private final LogitRow row;
  private final Sampling sampling;
  private final float inverseTemperature;
  private final double[] sums;
  private final Truncation truncation;

  TokenSampler(Arena arena, int vocabularySize, Sampling sampling) {
    this.row = new LogitRow(arena, vocabularySize);
    this.sampling = sampling;
    this.inverseTemperature = sampling.isGreedy() ? 1 : (float) (1 / sampling.temperature());
    this.sums = new double[row.blocks()];
    this.truncation = new Truncation(row, sampling, inverseTemperature);
  }

  /** Where the logits of the next draw go. */
  LogitRow row() {
    return row;
  }

  /**
   * Draws from {@link #row()}.
   *
   * @param uniform in [0, 1)
   * @throws NonFiniteException if a logit is not a number or infinite
   */
  Draw draw(double uniform) {
    float max = row.max();
    if (!Float.isFinite(max)) {
      throw new NonFiniteException(
          "the greatest logit is %s: the weights hold such values, or overflow".formatted(max));
    }
    double total = row.sumWeights(max, 1, sums);
    double logTotal = Math.log(total);
    if (sampling.isGreedy()) {
      return new Draw(row.indexOf(max), 0, (float) -logTotal);
    }
    if (inverseTemperature != 1) {
      total = row.sumWeights(max, inverseTemperature, sums);
    }
    if (truncation.isOff()) {
      int tokenId = invert(max, uniform * total);
      float logit = row.get(tokenId) - max;
      double logProb = logit * inverseTemperature - Math.log(total);
      return new Draw(tokenId, (float) logProb, (float) (logit - logTotal));
    }
    truncation.apply(max, total);
    int choice = truncation.invert(uniform);
    int tokenId = truncation.tokenId(choice);
    float untempered = (float) (row.get(tokenId) - max - logTotal);
    return new Draw(tokenId, (float) truncation.logProb(choice), untempered);
  }

  /** The token at which the cumulative weight exceeds {@code target}. */
  private int invert(float max, double target) {
    double cumulative = 0;
    int block = 0;
    while (block < row.blocks() - 1 && cumulative + sums[block] <= target) {
      cumulative += sums[block++];
    }
    int end = Math.min((block + 1) * LogitRow.BLOCK, row.size());
    int likeliest = block * LogitRow.BLOCK;
    for (int i = likeliest; i < end; i++) {
      cumulative += Math.exp((row.get(i) - max) * inverseTemperature);
      if (cumulative > target) {
        return i;
      }
      if (row.get(i) > row.get(likeliest)) {
        likeliest = i;
      }
    }
    return likeliest; // Rounding left the target a hair above the block's sum.
  }
}
