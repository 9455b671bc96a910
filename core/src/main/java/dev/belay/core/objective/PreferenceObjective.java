package dev.belay.core.objective;

/**
 * Direct preference optimisation: the mean over pairs of a loss of their margins, {@code Δ = (log π
 * − log π_ref)(chosen) − (log π − log π_ref)(rejected)}, each the sum over a completion's tokens or
 * their mean (Rafailov et al. 2023, arXiv:2305.18290, eq. 7).
 */
public final class PreferenceObjective implements Objective {

  private static final Needs STEP_SCORES = new Needs(false, false, true);

  private final PreferenceBatch batch;
  private final PairLoss loss;
  private final boolean lengthNormalized;

  /**
   * An objective over the pairs of a step.
   *
   * @param lengthNormalized whether a completion's log-ratio is the mean over its tokens, not their
   *     sum
   */
  public PreferenceObjective(PreferenceBatch batch, PairLoss loss, boolean lengthNormalized) {
    this.batch = batch;
    this.loss = loss;
    this.lengthNormalized = lengthNormalized;
  }

  @Override
  public Needs needs() {
    return STEP_SCORES;
  }

  @Override
  public double slopes(TokenScores scores, int from, int to, TokenSlopes out) {
    if (from != 0 || to != batch.refLogProbs().length) {
      throw new IllegalArgumentException("the margin of a pair takes the scores of the whole step");
    }
    double sum = 0;
    for (int pair = 0; pair < batch.pairs(); pair++) {
      double margin = margin(scores, pair);
      double slope = loss.slope(margin) / batch.pairs();
      setSlopes(out, PreferenceBatch.chosen(pair), slope);
      setSlopes(out, PreferenceBatch.rejected(pair), -slope);
      sum += loss.value(margin);
    }
    return sum / batch.pairs();
  }

  private void setSlopes(TokenSlopes out, int completion, double slope) {
    double ofToken = slope * weight(completion);
    for (int t = batch.offsets()[completion]; t < batch.offsets()[completion + 1]; t++) {
      out.set(t, ofToken, 0, 0);
    }
  }

  private double weight(int completion) {
    return lengthNormalized ? 1.0 / batch.length(completion) : 1;
  }

  private double margin(TokenScores scores, int pair) {
    return logRatio(scores, PreferenceBatch.chosen(pair))
        - logRatio(scores, PreferenceBatch.rejected(pair));
  }

  private double logRatio(TokenScores scores, int completion) {
    double sum = 0;
    for (int t = batch.offsets()[completion]; t < batch.offsets()[completion + 1]; t++) {
      sum += scores.logProbs()[t] - batch.refLogProbs()[t];
    }
    return sum * weight(completion);
  }

  /** What to log about a step, from the scores of the pass that took its gradient. */
  public PreferenceStatistics statistics(TokenScores scores) {
    int pairs = batch.pairs();
    double chosenReward = 0;
    double rejectedReward = 0;
    double chosenLogProb = 0;
    double rejectedLogProb = 0;
    int right = 0;
    int tied = 0;
    for (int pair = 0; pair < pairs; pair++) {
      int chosen = PreferenceBatch.chosen(pair);
      int rejected = PreferenceBatch.rejected(pair);
      double margin = margin(scores, pair);
      chosenReward += loss.beta() * logRatio(scores, chosen);
      rejectedReward += loss.beta() * logRatio(scores, rejected);
      chosenLogProb += batch.sum(scores.logProbs(), chosen);
      rejectedLogProb += batch.sum(scores.logProbs(), rejected);
      right += margin > 0 ? 1 : 0;
      tied += margin == 0 ? 1 : 0;
    }
    return new PreferenceStatistics(
        pairs,
        chosenReward / pairs,
        rejectedReward / pairs,
        chosenLogProb / pairs,
        rejectedLogProb / pairs,
        right,
        tied);
  }
}
