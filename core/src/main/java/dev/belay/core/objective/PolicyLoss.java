package dev.belay.core.objective;

/** The policy-gradient loss of one token, before any weight; to be minimised. */
public sealed interface PolicyLoss permits ClippedPolicyLoss, ReinforceLoss {

  /**
   * A token's loss.
   *
   * @param value the loss
   * @param logProbGradient its derivative with respect to the policy's log-probability
   * @param clip on which side a clip has cut the gradient off
   */
  record Term(double value, double logProbGradient, Clip clip) {}

  /** Whether and where the ratio was clipped. */
  enum Clip {
    NONE,
    /** The ratio lies below the range and the advantage is negative. */
    LOW,
    /** The ratio lies above the range and the advantage is positive. */
    HIGH
  }

  /**
   * Loss of one token.
   *
   * @param logProb under the policy in training
   * @param oldLogProb under the policy that sampled it
   */
  Term at(double logProb, double oldLogProb, double advantage);
}
