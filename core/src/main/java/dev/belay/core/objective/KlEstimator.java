package dev.belay.core.objective;

/**
 * KL(policy ‖ reference) of one token, estimated from the sampled token alone (K1 to K3: Schulman,
 * "Approximating KL divergence", 2020) or summed over the vocabulary. With {@code δ = log π − log
 * π_ref}; nothing is clamped.
 *
 * <p>Over tokens sampled from the policy the mean of K1 is the KL; so is that of K3 where the
 * sampling law covers the reference, which top-k or top-p does not; K2 is biased in third order.
 */
public enum KlEstimator {
  /** δ: unbiased, of either sign. */
  K1,
  /** δ²/2. */
  K2,
  /** {@code e^−δ − 1 + δ}: never negative. */
  K3,
  /** {@code Σ_v π log(π/π_ref)} over the whole vocabulary: no sampling error. */
  EXACT;

  /**
   * The estimate from a sampled token.
   *
   * @throws IllegalStateException for {@link #EXACT}, which needs the whole law
   */
  public double value(double logProb, double refLogProb) {
    double delta = logProb - refLogProb;
    return switch (this) {
      case K1 -> delta;
      case K2 -> delta * delta / 2;
      case K3 -> Math.expm1(-delta) + delta;
      case EXACT -> throw new IllegalStateException("the exact KL needs the whole vocabulary");
    };
  }

  /** Derivative of {@link #value} with respect to the policy's log-probability. */
  public double slope(double logProb, double refLogProb) {
    double delta = logProb - refLogProb;
    return switch (this) {
      case K1 -> 1;
      case K2 -> delta;
      case K3 -> -Math.expm1(-delta);
      case EXACT -> throw new IllegalStateException("the exact KL needs the whole vocabulary");
    };
  }
}
