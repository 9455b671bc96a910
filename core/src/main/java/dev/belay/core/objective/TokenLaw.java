package dev.belay.core.objective;

/**
 * What the policy says at one position, after the head's temperature.
 *
 * @param logProb natural log-probability of the token that stands there
 * @param entropy of the next-token law, in nats
 * @param exactKl KL(policy ‖ reference) of the next-token law, summed over the whole vocabulary, in
 *     nats; NaN when there is no reference
 * @param refLogProb log-probability of the token under the reference; NaN likewise
 */
public record TokenLaw(double logProb, double entropy, double exactKl, double refLogProb) {

  /** The law of a policy without a reference. */
  public static TokenLaw of(double logProb, double entropy) {
    return new TokenLaw(logProb, entropy, Double.NaN, Double.NaN);
  }
}
