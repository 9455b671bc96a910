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
    if (estimator == KlEstimator.K1 && gradient == KlGradient.FORMULA) {
      throw new IllegalArgumentException(
          "k1 in the loss has no gradient on average if its formula is differentiated; use "
              + "K2_STRAIGHT_THROUGH or SCORE_FUNCTION");
    }
    if (estimator == KlEstimator.EXACT && gradient != KlGradient.FORMULA) {
      throw new IllegalArgumentException("the exact KL has its own gradient: use FORMULA");
    }
  }

  /** A penalty with the estimator's usual gradient. */
  public static KlTerm of(KlEstimator estimator, double coef) {
    return new KlTerm(estimator, KlGradient.defaultOf(estimator), coef);
  }

  /**
   * The penalty of one token.
   *
   * @param refLogProb the token's log-probability under the reference; unused by the exact KL
   */
  TokenLoss at(TokenLaw law, double refLogProb) {
    if (estimator == KlEstimator.EXACT) {
      return new TokenLoss(coef * law.exactKl(), 0, 0, coef);
    }
    double value = estimator.value(law.logProb(), refLogProb);
    double slope = estimator.slope(law.logProb(), refLogProb);
    double gradient =
        switch (this.gradient) {
          case FORMULA -> slope;
          case K2_STRAIGHT_THROUGH -> KlEstimator.K2.slope(law.logProb(), refLogProb);
          case SCORE_FUNCTION -> value + slope;
        };
    return TokenLoss.of(coef * value, coef * gradient);
  }
}
