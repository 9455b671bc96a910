package dev.belay.core.objective;

/**
 * The exact divergence between policy and reference, {@code Σ_t w_t D_t} over the tokens of a step.
 * Where the two agree, both it and its gradient are exactly 0.
 *
 * @param divergence how it is taken
 * @param weights w, of each token of the step, shape {@code [M]}
 */
@SuppressWarnings("ArrayRecordComponent") // Hot path data: read by index, never compared.
public record DivergenceObjective(Divergence divergence, double[] weights) implements Objective {

  private static final Needs REFERENCE = new Needs(true, false, false);

  @Override
  public Needs needs() {
    return REFERENCE;
  }

  /** The same number as a function of the reference: policy and reference change places. */
  public DivergenceObjective exchanged() {
    return new DivergenceObjective(divergence.exchanged(), weights);
  }

  /** {@inheritDoc} The scores must have the divergence that is taken. */
  @Override
  public double slopes(TokenScores scores, int from, int to, TokenSlopes out) {
    for (int t = from; t < to; t++) {
      out.set(t - from, divergence, weights[t]);
    }
    return value(scores, from, to);
  }

  /** Its value over all tokens, from scores that have the divergence that is taken. */
  public double value(TokenScores scores) {
    return value(scores, 0, weights.length);
  }

  private double value(TokenScores scores, int from, int to) {
    double[] column = scores.of(divergence);
    double value = 0;
    for (int t = from; t < to; t++) {
      value += weights[t] * column[t];
    }
    return value;
  }
}
