package dev.belay.core.objective;

import org.jspecify.annotations.Nullable;

/**
 * The objective of a policy-gradient update: {@code Σ_t w_t (ℓ_t + klCoef · KL_t − entropyCoef ·
 * H_t)} over the tokens of a step.
 */
public final class PolicyObjective implements Objective {

  private final RolloutBatch batch;
  private final int[] completionOf;
  private final double[] advantages;
  private final double[] weights;
  private final PolicyLoss loss;
  private final @Nullable KlTerm kl;
  private final double entropyCoef;
  private final @Nullable TokenWeights tokenWeights;

  /**
   * Combines the parts.
   *
   * @param advantages of each token, shape {@code [M]}: see {@link RolloutBatch#spread}
   * @param weights of each completion's tokens, shape {@code [B]}: see {@link
   *     LossAggregation#tokenWeights}
   * @param kl a penalty in the loss; null when there is none, or the KL is in the reward
   * @param entropyCoef weight of the entropy bonus; 0 for none
   */
  public PolicyObjective(
      RolloutBatch batch,
      double[] advantages,
      double[] weights,
      PolicyLoss loss,
      @Nullable KlTerm kl,
      double entropyCoef) {
    if (advantages.length != batch.tokens() || weights.length != batch.completions()) {
      throw new IllegalArgumentException(
          "%d completions of %d tokens but %d weights and %d advantages"
              .formatted(batch.completions(), batch.tokens(), weights.length, advantages.length));
    }
    if (!Double.isFinite(entropyCoef)) {
      throw new IllegalArgumentException("entropy_coef must be finite, was " + entropyCoef);
    }
    this.batch = batch;
    this.completionOf = completionOf(batch);
    this.advantages = advantages;
    this.weights = weights;
    this.loss = loss;
    this.kl = kl;
    this.entropyCoef = entropyCoef;
    this.tokenWeights = null;
  }

  private PolicyObjective(PolicyObjective of, TokenWeights by) {
    this.batch = of.batch;
    this.completionOf = of.completionOf;
    this.advantages = of.advantages;
    this.weights = of.weights;
    this.loss = of.loss;
    this.kl = of.kl;
    this.entropyCoef = of.entropyCoef;
    this.tokenWeights = by;
  }

  /**
   * The same with each token's advantage weighed by how far it has gone from the reference.
   *
   * @throws IllegalStateException if the reference was not scored before the update
   */
  public PolicyObjective weighed(TokenWeights by) {
    if (batch.refLogProbs() == null) {
      throw new IllegalStateException("the reference was not scored");
    }
    return new PolicyObjective(this, by);
  }

  private static int[] completionOf(RolloutBatch batch) {
    int[] completionOf = new int[batch.tokens()];
    for (int i = 0; i < batch.completions(); i++) {
      for (int t = batch.offsets()[i]; t < batch.offsets()[i + 1]; t++) {
        completionOf[t] = i;
      }
    }
    return completionOf;
  }

  @Override
  public Needs needs() {
    boolean reference =
        kl != null && (kl.estimator() == KlEstimator.EXACT || batch.refLogProbs() == null);
    // On-policy every ratio is 1, a completion's as well as a token's.
    boolean stepScores = loss.ratioLevel().ofSequence() && batch.oldLogProbs() != null;
    return new Needs(reference, false, stepScores);
  }

  @Override
  public double slopes(TokenScores scores, int from, int to, TokenSlopes out) {
    LogRatios logRatios = new LogRatios(scores);
    double sum = 0;
    for (int t = from; t < to; t++) {
      double weight = weights[completionOf[t]];
      PolicyLoss.Term term = term(scores, logRatios, t);
      double value = term.value() - entropyCoef * scores.entropies()[t];
      double slope = throughRatio(term.slope(), t);
      double exactKlSlope = 0;
      if (kl != null) {
        double logProb = scores.logProbs()[t];
        double refLogProb = refLogProb(scores, t);
        double[] exactKls = scores.exactKls();
        value += kl.value(logProb, refLogProb, exactKls == null ? Double.NaN : exactKls[t]);
        slope += kl.logProbSlope(logProb, refLogProb);
        exactKlSlope = kl.exactKlSlope();
      }
      out.set(t - from, weight * slope, -weight * entropyCoef, weight * exactKlSlope);
      sum += weight * value;
    }
    return sum;
  }

  private PolicyLoss.Term term(TokenScores scores, LogRatios logRatios, int t) {
    return loss.at(
        scores.logProbs()[t], logRatios.at(t), logRatios.ofToken(t), advantage(scores, t));
  }

  /** Every loss is proportional to it, so that a weight of the one is a weight of the other. */
  private double advantage(TokenScores scores, int t) {
    TokenWeights by = tokenWeights;
    return by == null ? advantages[t] : weight(by, scores, t) * advantages[t];
  }

  private double weight(TokenWeights by, TokenScores scores, int t) {
    double delta = scores.logProbs()[t] - refLogProb(scores, t);
    return by.weight(delta, t - batch.offsets()[completionOf[t]], advantages[t] >= 0);
  }

  /** The mean weight of the tokens with an advantage; NaN without any, or without weights. */
  public double meanTokenWeight(TokenScores scores) {
    TokenWeights by = tokenWeights;
    double sum = 0;
    int tokens = 0;
    for (int t = 0; t < advantages.length && by != null; t++) {
      if (advantages[t] != 0) {
        sum += weight(by, scores, t);
        tokens++;
      }
    }
    return tokens == 0 ? Double.NaN : sum / tokens;
  }

  /**
   * A token's slope, where all tokens of its completion share the ratio: its log-prob moves each of
   * their losses, by the share that it has in the ratio. For a mean the two factors cancel.
   */
  private double throughRatio(double slope, int t) {
    if (loss.ratioLevel() != RatioLevel.SEQUENCE_SUM) {
      return slope;
    }
    int completion = completionOf[t];
    return slope * (batch.offsets()[completion + 1] - batch.offsets()[completion]);
  }

  /** As it was scored before the update, or else in the same pass; NaN without a reference. */
  private double refLogProb(TokenScores scores, int t) {
    float[] before = batch.refLogProbs();
    if (before != null) {
      return before[t];
    }
    double[] ofThisPass = scores.refLogProbs();
    return ofThisPass == null ? Double.NaN : ofThisPass[t];
  }

  /** {@code log ρ} of tokens in rising order; that of a completion is worked out once. */
  private final class LogRatios {
    private final double[] logProbs;
    private int completion = -1;
    private double ofCompletion;

    LogRatios(TokenScores scores) {
      this.logProbs = scores.logProbs();
    }

    double at(int t) {
      float[] old = batch.oldLogProbs();
      if (old == null) {
        return 0;
      }
      return loss.ratioLevel().ofSequence() ? ofSequence(t, old) : logProbs[t] - old[t];
    }

    double ofToken(int t) {
      float[] old = batch.oldLogProbs();
      return old == null ? 0 : logProbs[t] - old[t];
    }

    private double ofSequence(int t, float[] old) {
      if (completionOf[t] != completion) {
        completion = completionOf[t];
        double sum = 0;
        int from = batch.offsets()[completion];
        int to = batch.offsets()[completion + 1];
        for (int u = from; u < to; u++) {
          sum += loss.counted(logProbs[u] - old[u], advantages[u]);
        }
        ofCompletion = loss.ratioLevel().ofSum(sum, to - from);
      }
      return ofCompletion;
    }
  }

  /** What to log about an update, from the scores of the pass that took its gradient. */
  public PolicyStatistics statistics(TokenScores scores) {
    PolicyStatistics.Sums sums = new PolicyStatistics.Sums();
    LogRatios logRatios = new LogRatios(scores);
    double[] exactKls = scores.exactKls();
    for (int t = 0; t < scores.size(); t++) {
      sums.addPolicy(term(scores, logRatios, t).clip(), logRatios.at(t));
      sums.addDistribution(scores.entropies()[t], exactKls == null ? Double.NaN : exactKls[t]);
      sums.addReference(scores.logProbs()[t], refLogProb(scores, t));
    }
    return sums.toStatistics();
  }
}
