package dev.belay.core.objective;

/** The policy-gradient loss of one token, before any weight; to be minimised. */
public sealed interface PolicyLoss permits ClippedPolicyLoss, ReinforceLoss {

  /**
   * A token's loss.
   *
   * @param value the loss
   * @param slope its derivative with respect to {@code log ρ}, that is, to the policy's
   *     log-probability
   * @param clip on which side a clip has cut the gradient off
   */
  record Term(double value, double slope, Clip clip) {}

  /** Whether and where the ratio was clipped. */
  enum Clip {
    NONE,
    /** The ratio lies below the range and the advantage is negative. */
    LOW,
    /** The ratio lies above the range: that of the sign of the advantage. */
    HIGH
  }

  /**
   * Loss of one token.
   *
   * @param logProb under the policy in training
   * @param logRatio {@code log ρ}, over what {@link #ratioLevel} says
   */
  Term at(double logProb, double logRatio, double advantage);

  /** What the ratio is taken over. */
  RatioLevel ratioLevel();

  /** Whether the loss stays true after the first update on a rollout. */
  boolean allowsOffPolicy();
}
