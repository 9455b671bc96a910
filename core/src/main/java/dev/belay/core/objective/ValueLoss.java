package dev.belay.core.objective;

import java.util.Objects;

/**
 * What a critic minimises: {@code ½ Σ_t w_t max((V_t − R_t)², (clip(V_t, V_old ± c) − R_t)²)}, the
 * pessimistic square of PPO's reference code (its clip is of the value, as that of arXiv 1707.06347
 * is of the ratio). The greater of both squares counts, so that a value which left the range the
 * right way has no gradient, and one that left it the wrong way still has.
 *
 * @param returns what each value should be, shape {@code [M]}
 * @param oldValues the critic's before its first update on the rollout, shape {@code [M]}
 * @param weights of the tokens, shape {@code [M]}; 0 leaves one out
 * @param clip c, above 0; infinite for no clip
 */
@SuppressWarnings("ArrayRecordComponent") // Hot path data: read by index, never compared.
public record ValueLoss(double[] returns, double[] oldValues, double[] weights, double clip)
    implements Objective {

  public ValueLoss {
    if (returns.length != oldValues.length || returns.length != weights.length) {
      throw new IllegalArgumentException(
          "%d returns but %d old values and %d weights"
              .formatted(returns.length, oldValues.length, weights.length));
    }
    if (!(clip > 0)) {
      throw new IllegalArgumentException("the clip of values must be above 0, was " + clip);
    }
  }

  @Override
  public Needs needs() {
    return new Needs(false, true, false);
  }

  @Override
  public double slopes(TokenScores scores, int from, int to, TokenSlopes out) {
    double[] values = Objects.requireNonNull(scores.values(), "a critic gives values");
    double loss = 0;
    for (int t = from; t < to; t++) {
      double error = values[t] - returns[t];
      double clippedError = clipped(values[t], oldValues[t]) - returns[t];
      boolean cut = Math.abs(clippedError) > Math.abs(error);
      double counted = cut ? clippedError : error;
      loss += weights[t] * counted * counted / 2;
      out.setValue(t - from, cut ? 0 : weights[t] * error);
    }
    return loss;
  }

  private double clipped(double value, double old) {
    return Math.clamp(value, old - clip, old + clip);
  }

  /** Share of the tokens that count whose value the clip has cut off; NaN when none counts. */
  public double clippedShare(double[] values) {
    int counted = 0;
    int cut = 0;
    for (int t = 0; t < values.length; t++) {
      if (weights[t] > 0) {
        counted++;
        double clippedError = clipped(values[t], oldValues[t]) - returns[t];
        cut += Math.abs(clippedError) > Math.abs(values[t] - returns[t]) ? 1 : 0;
      }
    }
    return counted == 0 ? Double.NaN : (double) cut / counted;
  }

  /**
   * How much of the variance of the returns the values explain, {@code 1 − Var(R − V) / Var(R)},
   * over the tokens that count: 1 for a perfect critic, 0 for a constant one, negative for one that
   * is worse; NaN when the returns do not vary.
   */
  public double explainedVariance(double[] values) {
    double[] errors = new double[values.length];
    for (int t = 0; t < values.length; t++) {
      errors[t] = returns[t] - values[t];
    }
    double variance = variance(returns);
    return variance == 0 ? Double.NaN : 1 - variance(errors) / variance;
  }

  private double variance(double[] column) {
    int n = 0;
    double mean = 0;
    double squares = 0;
    for (int t = 0; t < column.length; t++) {
      if (weights[t] > 0) {
        n++;
        double difference = column[t] - mean;
        mean += difference / n;
        squares += difference * (column[t] - mean);
      }
    }
    return n == 0 ? 0 : squares / n;
  }
}
