package dev.belay.core.objective;

/** The policy-gradient loss of one token, before any weight; to be minimised. */
public sealed interface PolicyLoss
    permits ClippedPolicyLoss, CispoLoss, DppoLoss, SapoLoss, GmpoLoss, ReinforceLoss {

  /**
   * A token's loss.
   *
   * @param value the loss
   * @param slope its derivative with respect to {@code log ρ}, that is, to the policy's
   *     log-probability
   * @param clip on which side a clip has cut the gradient off
   */
  record Term(double value, double slope, Clip clip) {}

  /** Whether and where the ratio was clipped, so that the gradient is cut off or bounded. */
  enum Clip {
    NONE,
    /** The ratio lies below the range. */
    LOW,
    /** The ratio lies above the range. */
    HIGH
  }

  /**
   * Loss of one token.
   *
   * @param logProb under the policy in training
   * @param logRatio {@code log ρ}, over what {@link #ratioLevel} says
   */
  Term at(double logProb, double logRatio, double advantage);

  /**
   * The same for a loss that must know the token's own ratio beside that of its completion.
   *
   * @param tokenLogRatio of the token alone
   */
  default Term at(double logProb, double logRatio, double tokenLogRatio, double advantage) {
    return at(logProb, logRatio, advantage);
  }

  /** What a token's log-ratio counts in that of its completion. */
  default double counted(double tokenLogRatio, double advantage) {
    return tokenLogRatio;
  }

  /** What the ratio is taken over. */
  RatioLevel ratioLevel();

  /** Whether the loss stays true after the first update on a rollout. */
  boolean allowsOffPolicy();
}
