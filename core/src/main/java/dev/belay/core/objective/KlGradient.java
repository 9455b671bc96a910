package dev.belay.core.objective;

import java.util.Optional;

/**
 * What the gradient of a KL estimate in the loss is. The choice matters more than the estimator:
 * the sampled tokens were drawn from the policy, so differentiating the estimate's formula leaves
 * out that the law of the samples moves too.
 */
public enum KlGradient {
  /**
   * Differentiates the formula with the samples held fixed. Its mean is 0 for K1 (which is
   * therefore refused), the gradient of KL(π ‖ π_ref) for K2, and that of KL(π_ref ‖ π), the other
   * direction, for K3 (GRPO's choice). For the exact KL it is the true gradient of the token's KL.
   */
  FORMULA,
  /** The value of the estimator with the gradient of K2 (verl's {@code k1+}, {@code k3+}). */
  K2_STRAIGHT_THROUGH,
  /**
   * Adds the score term, value times ∇ log π (NeMo RL): the mean is the gradient of KL(π ‖ π_ref)
   * for K1 and K3.
   */
  SCORE_FUNCTION;

  /** Why an estimator in the loss cannot have this gradient, if so. */
  public Optional<String> conflictWith(KlEstimator estimator) {
    if (estimator == KlEstimator.K1 && this == FORMULA) {
      return Optional.of(
          "k1 in the loss has no gradient on average if its formula is differentiated; use"
              + " k2-straight-through or score-function");
    }
    if (estimator == KlEstimator.EXACT && this != FORMULA) {
      return Optional.of("the exact KL has its own gradient; use formula");
    }
    return Optional.empty();
  }

  /** What is meant when only an estimator is named. */
  public static KlGradient defaultOf(KlEstimator estimator) {
    return estimator == KlEstimator.K1 ? K2_STRAIGHT_THROUGH : FORMULA;
  }
}
