package dev.belay.core.objective;

/**
 * A KL penalty in the loss: {@code coef · KL} at every token, under the same weights as the policy
 * loss. The theory is exact for the KL inside the reward only; see the documentation of GRPO for
 * what the loss changes.
 *
 * @param coef β, 0 or more
 */
public record KlTerm(KlEstimator estimator, KlGradient gradient, double coef) {

  public KlTerm {
    if (!(coef >= 0) || Double.isInfinite(coef)) {
      throw new IllegalArgumentException("kl.coef must be 0 or more, was " + coef);
    }
    gradient
        .conflictWith(estimator)
        .ifPresent(
            conflict -> {
              throw new IllegalArgumentException(conflict);
            });
  }

  /** A penalty with the estimator's usual gradient. */
  public static KlTerm of(KlEstimator estimator, double coef) {
    return new KlTerm(estimator, KlGradient.defaultOf(estimator), coef);
  }

  /**
   * The penalty of one token.
   *
   * @param refLogProb the token's log-probability under the reference; unused by the exact KL
   * @param exactKl the exact KL at the token in nats; unused by the estimates
   */
  double value(double logProb, double refLogProb, double exactKl) {
    return coef * (estimator == KlEstimator.EXACT ? exactKl : estimator.value(logProb, refLogProb));
  }

  /** Derivative of the penalty by the token's log-probability, as {@link #gradient} defines it. */
  double logProbSlope(double logProb, double refLogProb) {
    if (estimator == KlEstimator.EXACT) {
      return 0;
    }
    double slope = estimator.slope(logProb, refLogProb);
    double chosen =
        switch (gradient) {
          case FORMULA -> slope;
          case K2_STRAIGHT_THROUGH -> KlEstimator.K2.slope(logProb, refLogProb);
          case SCORE_FUNCTION -> estimator.value(logProb, refLogProb) + slope;
        };
    return coef * chosen;
  }

  /** Derivative of the penalty by the exact KL. */
  double exactKlSlope() {
    return estimator == KlEstimator.EXACT ? coef : 0;
  }
}
