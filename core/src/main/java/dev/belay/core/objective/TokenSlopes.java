package dev.belay.core.objective;

/**
 * Derivatives of an {@link Objective} with respect to what the policy says at each token, as
 * columns of one shape {@code [M]}.
 *
 * @param logProbs by the token's log-probability
 * @param entropies by the entropy of the next-token distribution
 * @param exactKls by the exact KL to the reference; 0 without a reference
 * @param forwardKls by KL(reference ‖ policy); 0 unless the scores have it
 * @param values by the scalar head's value; 0 without one
 */
@SuppressWarnings("ArrayRecordComponent") // Hot path data: read by index, never compared.
public record TokenSlopes(
    double[] logProbs,
    double[] entropies,
    double[] exactKls,
    double[] forwardKls,
    double[] values) {

  /** Room for so many tokens, all slopes 0. */
  public static TokenSlopes ofSize(int tokens) {
    return new TokenSlopes(
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
  }

  /** Sets the slopes of token {@code i} where nothing but the KLs to and from a reference count. */
  public void setKls(int i, double exactKl, double forwardKl) {
    set(i, 0, 0, exactKl);
    forwardKls[i] = forwardKl;
  }

  /** Sets the slopes of token {@code i} where nothing but a scalar head's value counts. */
  public void setValue(int i, double value) {
    set(i, 0, 0, 0);
    values[i] = value;
  }

  /** Whether the slopes of token {@code i} are all finite. */
  public boolean isFinite(int i) {
    return Double.isFinite(logProbs[i])
        && Double.isFinite(entropies[i])
        && Double.isFinite(exactKls[i])
        && Double.isFinite(forwardKls[i])
        && Double.isFinite(values[i]);
  }
}
