package dev.belay.core.objective;

import java.util.Objects;

/**
 * The exact divergence between policy and reference, {@code Σ_t w_t D_t} over the tokens of a step.
 * Where the two agree, both it and its gradient are exactly 0.
 *
 * @param divergence which way it is taken
 * @param weights w, of each token of the step, shape {@code [M]}
 */
@SuppressWarnings("ArrayRecordComponent") // Hot path data: read by index, never compared.
public record DivergenceObjective(Divergence divergence, double[] weights) implements Objective {

  private static final Needs REFERENCE = new Needs(true, false, false);

  @Override
  public Needs needs() {
    return REFERENCE;
  }

  /** {@inheritDoc} The scores must have the direction that is taken. */
  @Override
  public double slopes(TokenScores scores, int from, int to, TokenSlopes out) {
    boolean reverse = divergence == Divergence.REVERSE;
    for (int t = from; t < to; t++) {
      out.setKls(t - from, reverse ? weights[t] : 0, reverse ? 0 : weights[t]);
    }
    return value(scores, from, to);
  }

  /** Its value over all tokens, from scores that have the direction that is taken. */
  public double value(TokenScores scores) {
    return value(scores, 0, weights.length);
  }

  private double value(TokenScores scores, int from, int to) {
    double[] column =
        Objects.requireNonNull(
            divergence == Divergence.REVERSE ? scores.exactKls() : scores.forwardKls(),
            "the divergence was not measured");
    double value = 0;
    for (int t = from; t < to; t++) {
      value += weights[t] * column[t];
    }
    return value;
  }
}
