package dev.belay.core.objective;

import java.util.List;

/**
 * Derivatives of an {@link Objective} with respect to what the policy says at each token, as
 * columns of one shape {@code [M]}.
 *
 * @param logProbs by the token's log-probability
 * @param entropies by the entropy of the next-token distribution
 * @param exactKls by the exact KL to the reference; 0 without a reference
 * @param forwardKls by KL(reference ‖ policy); 0 unless the scores have it
 * @param values by the scalar head's value; 0 without one
 * @param jensenShannons by the Jensen–Shannon divergence; 0 unless the scores have it
 * @param hiddenDistances by {@link Divergence#HIDDEN}; 0 unless the scores have it
 */
@SuppressWarnings("ArrayRecordComponent") // Hot path data: read by index, never compared.
public record TokenSlopes(
    double[] logProbs,
    double[] entropies,
    double[] exactKls,
    double[] forwardKls,
    double[] values,
    double[] jensenShannons,
    double[] hiddenDistances) {

  /** Room for so many tokens, all slopes 0. */
  public static TokenSlopes ofSize(int tokens) {
    return new TokenSlopes(
        new double[tokens],
        new double[tokens],
        new double[tokens],
        new double[tokens],
        new double[tokens],
        new double[tokens],
        new double[tokens]);
  }

  /** Sets the slopes of token {@code i} in the head of a language model. */
  public void set(int i, double logProb, double entropy, double exactKl) {
    logProbs[i] = logProb;
    entropies[i] = entropy;
    exactKls[i] = exactKl;
    forwardKls[i] = 0;
    values[i] = 0;
    jensenShannons[i] = 0;
    hiddenDistances[i] = 0;
  }

  /** Sets the slopes of token {@code i} where nothing but a divergence counts. */
  public void set(int i, Divergence divergence, double slope) {
    set(i, 0, 0, 0);
    switch (divergence) {
      case REVERSE -> exactKls[i] = slope;
      case FORWARD -> forwardKls[i] = slope;
      case JS -> jensenShannons[i] = slope;
      case HIDDEN -> hiddenDistances[i] = slope;
    }
  }

  /** Sets the slopes of token {@code i} where nothing but a scalar head's value counts. */
  public void setValue(int i, double value) {
    set(i, 0, 0, 0);
    values[i] = value;
  }

  /** Multiplies all slopes of the first so many tokens. */
  void scale(int tokens, double factor) {
    for (double[] column :
        List.of(
            logProbs, entropies, exactKls, forwardKls, values, jensenShannons, hiddenDistances)) {
      for (int i = 0; i < tokens; i++) {
        column[i] *= factor;
      }
    }
  }

  /** Whether the slopes of token {@code i} are all finite. */
  public boolean isFinite(int i) {
    return Double.isFinite(logProbs[i])
        && Double.isFinite(entropies[i])
        && Double.isFinite(exactKls[i])
        && Double.isFinite(forwardKls[i])
        && Double.isFinite(values[i])
        && Double.isFinite(jensenShannons[i])
        && Double.isFinite(hiddenDistances[i]);
  }
}
