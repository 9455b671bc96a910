package dev.belay.core.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Checks an objective's slopes against central differences of its loss. */
final class ObjectiveSlopes {

  private static final double STEP = 1e-5;

  private ObjectiveSlopes() {}

  /** Every column that is there, every token. */
  static void requireDerivatives(Objective objective, TokenScores scores) {
    TokenSlopes slopes = TokenSlopes.ofSize(scores.size());
    double loss = objective.slopes(scores, 0, scores.size(), slopes);
    assertThat(loss).isFinite();
    requireColumn(objective, scores, scores.logProbs(), slopes.logProbs());
    requireColumn(objective, scores, scores.entropies(), slopes.entropies());
    if (scores.exactKls() != null) {
      requireColumn(objective, scores, scores.exactKls(), slopes.exactKls());
    }
    if (scores.values() != null) {
      requireColumn(objective, scores, scores.values(), slopes.values());
    }
  }

  private static void requireColumn(
      Objective objective, TokenScores scores, double[] column, double[] slopes) {
    for (int t = 0; t < column.length; t++) {
      double kept = column[t];
      column[t] = kept + STEP;
      double above = loss(objective, scores);
      column[t] = kept - STEP;
      double below = loss(objective, scores);
      column[t] = kept;
      assertThat(slopes[t]).as("token %d", t).isCloseTo((above - below) / (2 * STEP), within(1e-8));
    }
  }

  private static double loss(Objective objective, TokenScores scores) {
    return objective.slopes(scores, 0, scores.size(), TokenSlopes.ofSize(scores.size()));
  }
}
