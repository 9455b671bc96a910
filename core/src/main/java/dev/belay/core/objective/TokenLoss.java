package dev.belay.core.objective;

/**
 * One token's share of the loss and its derivatives.
 *
 * @param value added to the loss
 * @param logProbGradient derivative with respect to the token's log-probability
 * @param entropyGradient derivative with respect to the law's entropy
 * @param exactKlGradient derivative with respect to the law's exact KL; 0 without a reference
 */
public record TokenLoss(
    double value, double logProbGradient, double entropyGradient, double exactKlGradient) {

  /** A loss of the log-probability alone. */
  public static TokenLoss of(double value, double logProbGradient) {
    return new TokenLoss(value, logProbGradient, 0, 0);
  }

  /** Whether value and derivatives are all finite. */
  public boolean isFinite() {
    return Double.isFinite(value)
        && Double.isFinite(logProbGradient)
        && Double.isFinite(entropyGradient)
        && Double.isFinite(exactKlGradient);
  }
}
