package dev.belay.core.objective;

import org.jspecify.annotations.Nullable;

/**
 * The objective of a policy-gradient update: {@code Σ_t w_t (ℓ_t + klCoef · KL_t − entropyCoef ·
 * H_t)} over the batch's tokens.
 */
public final class PolicyObjective implements TokenObjective {

  private final PolicyBatch batch;
  private final PolicyLoss loss;
  private final @Nullable KlTerm kl;
  private final double entropyCoef;

  /**
   * Combines the parts.
   *
   * @param kl a penalty in the loss; null when there is none, or the KL is in the reward
   * @param entropyCoef weight of the entropy bonus; 0 for none
   */
  public PolicyObjective(
      PolicyBatch batch, PolicyLoss loss, @Nullable KlTerm kl, double entropyCoef) {
    if (!Double.isFinite(entropyCoef)) {
      throw new IllegalArgumentException("entropy_coef must be finite, was " + entropyCoef);
    }
    this.batch = batch;
    this.loss = loss;
    this.kl = kl;
    this.entropyCoef = entropyCoef;
  }

  @Override
  public boolean needsReference() {
    return kl != null && (kl.estimator() == KlEstimator.EXACT || batch.refLogProbs() == null);
  }

  @Override
  public TokenLoss at(int index, TokenLaw law) {
    double weight = batch.weights()[index];
    if (weight == 0) {
      return TokenLoss.of(0, 0);
    }
    PolicyLoss.Term term = term(index, law.logProb());
    double value = term.value() - entropyCoef * law.entropy();
    double logProbGradient = term.logProbGradient();
    double exactKlGradient = 0;
    if (kl != null) {
      TokenLoss penalty = kl.at(law, refLogProb(index, law.refLogProb()));
      value += penalty.value();
      logProbGradient += penalty.logProbGradient();
      exactKlGradient = penalty.exactKlGradient();
    }
    return new TokenLoss(
        weight * value, weight * logProbGradient, -weight * entropyCoef, weight * exactKlGradient);
  }

  /** As it was scored before the update, or else in the same pass. */
  private double refLogProb(int index, double ofThisPass) {
    return batch.refLogProbs() == null ? ofThisPass : batch.refLogProb(index);
  }

  private PolicyLoss.Term term(int index, double logProb) {
    return loss.at(logProb, batch.oldLogProb(index, logProb), batch.advantages()[index]);
  }

  /**
   * What to log about tokens {@code offset} and following, from the scores of a pass over them.
   * Tokens that do not count in the loss are left out.
   */
  public PolicyStatistics statistics(int offset, TokenScores scores) {
    PolicyStatistics.Sums sums = new PolicyStatistics.Sums();
    float[] exactKls = scores.exactKls();
    float[] refLogProbs = scores.refLogProbs();
    for (int i = 0; i < scores.logProbs().length; i++) {
      int index = offset + i;
      if (batch.weights()[index] == 0) {
        continue;
      }
      double logProb = scores.logProbs()[i];
      sums.addPolicy(term(index, logProb).clip(), logProb - batch.oldLogProb(index, logProb));
      sums.addLaw(scores.entropies()[i], exactKls == null ? Double.NaN : exactKls[i]);
      double refLogProb = refLogProbs == null ? Double.NaN : refLogProbs[i];
      sums.addReference(logProb, refLogProb(index, refLogProb));
    }
    return sums.toStatistics();
  }
}
