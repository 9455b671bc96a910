package dev.belay.core.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PolicyObjectiveTest {

  private static final PolicyLoss CLIPPED = ClippedPolicyLoss.ofTokens(.2, .2);

  /** Completions of two tokens and one. */
  private static final RolloutBatch BATCH =
      new RolloutBatch(
          new int[] {0, 2, 3}, new float[3], new float[] {-3, -1, -1.5f}, new float[] {-2, -1, -1});

  private static PolicyObjective objective(
      PolicyLoss loss, @Nullable KlTerm kl, double entropyCoef) {
    double[] weights = LossAggregation.TOKEN_MEAN.tokenWeights(BATCH.lengths(), 4);
    return new PolicyObjective(
        BATCH, BATCH.spread(new double[] {1, -1}), weights, loss, kl, entropyCoef);
  }

  private static TokenScores scores(double[] logProbs, double[] entropies) {
    return new TokenScores(logProbs, entropies, null, null, null);
  }

  @Test
  void lossByHand() {
    PolicyObjective objective = objective(CLIPPED, KlTerm.of(KlEstimator.K2, .1), .5);
    TokenScores scores = scores(new double[] {-2, 0, -1}, new double[] {2, 0, 0});
    TokenSlopes slopes = TokenSlopes.ofSize(1);
    // ratio 1, k2 = 1/2, entropy 2: (−1 + .05 − 1) / 3
    assertThat(objective.slopes(scores, 0, 1, slopes)).isCloseTo(-1.95 / 3, within(1e-12));
    assertThat(slopes.logProbs()[0]).isCloseTo((-1 + .1) / 3, within(1e-12));
    assertThat(slopes.entropies()[0]).isCloseTo(-.5 / 3, within(1e-12));
    assertThat(slopes.exactKls()[0]).isZero();
    // ratio e above the range: clipped at 1.2, k2 = 1/2 again
    assertThat(objective.slopes(scores, 1, 2, slopes)).isCloseTo((-1.2 + .05) / 3, within(1e-12));
    assertThat(slopes.logProbs()[0]).isCloseTo(.1 / 3, within(1e-12));
  }

  @Test
  void aRangeIsTheSumOfItsTokens() {
    PolicyObjective objective = objective(CLIPPED, KlTerm.of(KlEstimator.K3, .1), .5);
    TokenScores scores = scores(new double[] {-2.1, -.8, -3}, new double[] {2, 1, .3});
    TokenSlopes all = TokenSlopes.ofSize(3);
    double sum = objective.slopes(scores, 0, 3, all);
    TokenSlopes one = TokenSlopes.ofSize(1);
    for (int t = 0; t < 3; t++) {
      sum -= objective.slopes(scores, t, t + 1, one);
      assertThat(one.logProbs()[0]).isEqualTo(all.logProbs()[t]);
      assertThat(one.entropies()[0]).isEqualTo(all.entropies()[t]);
    }
    assertThat(sum).isCloseTo(0, within(1e-15));
  }

  @Test
  void slopesAreTheDerivativesOfTheLoss() {
    KlTerm exact = KlTerm.of(KlEstimator.EXACT, .3);
    TokenScores scores =
        new TokenScores(
            new double[] {-2.1, -.9, -1.05},
            new double[] {2, 1, .3},
            new double[] {.4, .2, .1},
            new double[] {-3, -1, -1.5},
            null);
    double[] weights = LossAggregation.SEQ_MEAN_TOKEN_MEAN.tokenWeights(BATCH.lengths(), 4);
    for (PolicyLoss loss :
        List.of(new SapoLoss(1, 1.05), new SapoLoss(3, 2), new GmpoLoss(.4, .02))) {
      ObjectiveSlopes.requireDerivatives(
          new PolicyObjective(
              BATCH, BATCH.spread(new double[] {1.5, -.7}), weights, loss, exact, .2),
          scores);
    }
    for (RatioLevel level : RatioLevel.values()) {
      ObjectiveSlopes.requireDerivatives(
          new PolicyObjective(
              BATCH,
              BATCH.spread(new double[] {1.5, -.7}),
              weights,
              new ClippedPolicyLoss(level, .2, .2, 0),
              exact,
              .2),
          scores);
    }
  }

  /** K3 at a log-ratio of log q - log p = -2 is e⁻² - 1 + 2. */
  @Test
  void sampledKlTakesTheReferenceOfThePassWhenNoneWasScoredBefore() {
    RolloutBatch batch = new RolloutBatch(new int[] {0, 1}, new float[1], null, null);
    PolicyObjective objective =
        new PolicyObjective(
            batch,
            new double[1],
            new double[] {1},
            new ReinforceLoss(),
            KlTerm.of(KlEstimator.K3, 1),
            0);
    assertThat(objective.needs()).isEqualTo(new Needs(true, false, false));
    TokenScores scores =
        new TokenScores(
            new double[] {-1}, new double[] {2}, new double[] {.3}, new double[] {-3}, null);
    assertThat(objective.slopes(scores, 0, 1, TokenSlopes.ofSize(1)))
        .isCloseTo(Math.exp(-2) + 1, within(1e-12));
    assertThat(objective.statistics(scores).refK1()).isCloseTo(2, within(1e-12));
  }

  @Test
  void onPolicyBatchHasRatioOne() {
    RolloutBatch batch = new RolloutBatch(new int[] {0, 3}, new float[3], null, null);
    for (RatioLevel level : RatioLevel.values()) {
      PolicyObjective objective =
          new PolicyObjective(
              batch,
              batch.spread(new double[] {2}),
              new double[] {1 / 3.},
              new ClippedPolicyLoss(level, .2, .2, 0),
              null,
              0);
      assertThat(objective.needs()).isEqualTo(Needs.NOTHING);
      TokenSlopes slopes = TokenSlopes.ofSize(1);
      TokenScores scores = scores(new double[] {-1, -7, -2}, new double[3]);
      assertThat(objective.slopes(scores, 1, 2, slopes)).isCloseTo(-2.0 / 3, within(1e-12));
      // With a ratio of the whole completion each of its tokens moves the losses of all three.
      double losses = level == RatioLevel.SEQUENCE_SUM ? 3 : 1;
      assertThat(slopes.logProbs()[0]).isCloseTo(-2.0 / 3 * losses, within(1e-12));
    }
  }

  /** Published: log-ratios .1, −.2 and .4 weigh 1.349859 together. */
  @Test
  void aSumOfLogRatiosIsTheRatioOfTheWhole() {
    RolloutBatch batch =
        new RolloutBatch(new int[] {0, 3}, new float[3], null, new float[] {-1, -1, -1});
    PolicyLoss wide = new ClippedPolicyLoss(RatioLevel.SEQUENCE_SUM, .5, .5, 0);
    PolicyObjective objective =
        new PolicyObjective(
            batch, batch.spread(new double[] {2}), new double[] {1 / 3.}, wide, null, 0);
    TokenScores scores = scores(new double[] {-.9, -1.2, -.6}, new double[3]);
    TokenSlopes slopes = TokenSlopes.ofSize(3);
    assertThat(objective.slopes(scores, 0, 3, slopes)).isCloseTo(-2 * 1.349859, within(1e-6));
    for (double slope : slopes.logProbs()) {
      assertThat(slope).isCloseTo(-2 * 1.349859, within(1e-6));
    }
  }

  /** Log-ratios .1, −.2 and .9 of a good completion, clipped at .4: exp(.1) of the mean. */
  @Test
  void aClippedTokenStillCountsInTheGeometricMean() {
    RolloutBatch batch =
        new RolloutBatch(new int[] {0, 3}, new float[3], null, new float[] {-1, -1, -1});
    PolicyObjective objective =
        new PolicyObjective(
            batch,
            batch.spread(new double[] {2}),
            new double[] {1 / 3.},
            new GmpoLoss(.4, .4),
            null,
            0);
    assertThat(objective.needs()).isEqualTo(new Needs(false, false, true));
    TokenScores scores = scores(new double[] {-.9, -1.2, -.1}, new double[3]);
    TokenSlopes slopes = TokenSlopes.ofSize(3);
    double mean = Math.exp(.1);
    assertThat(objective.slopes(scores, 0, 3, slopes)).isCloseTo(-2 * mean, within(1e-7));
    assertThat(slopes.logProbs())
        .containsExactly(new double[] {-2 * mean / 3, -2 * mean / 3, 0}, within(1e-7));
    assertThat(objective.statistics(scores).clipHighShare()).isCloseTo(1 / 3., within(1e-12));
  }

  /** Tokens of one completion with advantages of their own. */
  @Test
  void everyTokenHasItsOwnAdvantage() {
    double[] weights = LossAggregation.TOKEN_MEAN.tokenWeights(BATCH.lengths(), 4);
    PolicyObjective objective =
        new PolicyObjective(BATCH, new double[] {3, -1, 0}, weights, new ReinforceLoss(), null, 0);
    TokenSlopes slopes = TokenSlopes.ofSize(3);
    objective.slopes(scores(new double[] {-2, -1, -1}, new double[3]), 0, 3, slopes);
    assertThat(slopes.logProbs()).containsExactly(new double[] {-1, 1 / 3., 0}, within(1e-12));
  }

  /** Published: log-ratios .1, −.2 and .4 make a sequence ratio of 1.105171. */
  @Test
  void aSequenceHasOneRatioAndItsGradientGoesThroughIt() {
    RolloutBatch batch =
        new RolloutBatch(new int[] {0, 3}, new float[3], null, new float[] {-1, -1, -1});
    PolicyLoss wide = new ClippedPolicyLoss(RatioLevel.SEQUENCE_MEAN, .5, .5, 0);
    PolicyObjective objective =
        new PolicyObjective(
            batch, batch.spread(new double[] {2}), new double[] {1 / 3.}, wide, null, 0);
    assertThat(objective.needs()).isEqualTo(new Needs(false, false, true));
    TokenScores scores = scores(new double[] {-.9, -1.2, -.6}, new double[3]);
    TokenSlopes slopes = TokenSlopes.ofSize(3);
    assertThat(objective.slopes(scores, 0, 3, slopes)).isCloseTo(-2 * 1.105171, within(1e-6));
    // dL/d log π_t = −s A / 3
    for (double slope : slopes.logProbs()) {
      assertThat(slope).isCloseTo(-2 * 1.105171 / 3, within(1e-6));
    }
    assertThat(objective.statistics(scores).meanRatio()).isCloseTo(1.105171, within(1e-6));

    // The paper's range is narrower: the whole completion is clipped, its second token too.
    PolicyLoss narrow = new ClippedPolicyLoss(RatioLevel.SEQUENCE_MEAN, 3e-4, 4e-4, 0);
    PolicyObjective clipped =
        new PolicyObjective(
            batch, batch.spread(new double[] {2}), new double[] {1 / 3.}, narrow, null, 0);
    assertThat(clipped.slopes(scores, 0, 3, slopes)).isCloseTo(-2 * 1.0004, within(1e-12));
    assertThat(slopes.logProbs()).containsOnly(0);
    assertThat(clipped.statistics(scores).clipHighShare()).isEqualTo(1);
  }

  @Test
  void statisticsByHand() {
    PolicyObjective objective = objective(CLIPPED, null, 0);
    double log2 = Math.log(2);
    TokenScores scores =
        new TokenScores(
            new double[] {-2 + log2, -1, -1 - log2},
            new double[] {1, 2, 6},
            new double[] {.1, .2, .3},
            null,
            null);
    PolicyStatistics statistics = objective.statistics(scores);
    assertThat(statistics.tokens()).isEqualTo(3);
    assertThat(statistics.clipHighShare()).isCloseTo(1 / 3., within(1e-12)); // ratio 2, A > 0
    assertThat(statistics.clipLowShare()).isCloseTo(1 / 3., within(1e-12)); // ratio 1/2, A < 0
    assertThat(statistics.meanRatio()).isCloseTo((2 + 1 + .5) / 3, within(1e-12));
    assertThat(statistics.maxRatio()).isCloseTo(2, within(1e-12));
    // (2 − 1 − log 2) and (1/2 − 1 + log 2): the logarithms cancel
    assertThat(statistics.oldKl()).isCloseTo(.5 / 3, within(1e-12));
    assertThat(statistics.entropy()).isCloseTo(3, within(1e-12));
    assertThat(statistics.exactKl()).isCloseTo(.2, within(1e-12));
    assertThat(statistics.refK1()).isCloseTo((1 + log2 + 0 + .5 - log2) / 3, within(1e-12));
  }

  @Test
  void statisticsOfNothingAreNotNumbers() {
    RolloutBatch none = RolloutBatch.sampled(List.of());
    PolicyObjective objective =
        new PolicyObjective(none, new double[0], new double[0], new ReinforceLoss(), null, 0);
    PolicyStatistics statistics = objective.statistics(TokenScores.ofSize(0, false));
    assertThat(statistics.tokens()).isZero();
    assertThat(statistics.meanRatio()).isNaN();
    assertThat(
            objective(CLIPPED, null, 0)
                .statistics(scores(new double[] {-1, -1, -1}, new double[3]))
                .exactKl())
        .isNaN();
  }

  @Test
  void incompleteInputIsRefused() {
    assertThatThrownBy(() -> new RolloutBatch(new int[] {0, 2}, new float[2], new float[3], null))
        .hasMessageContaining("2 tokens but 3 reference log-probs");
    assertThatThrownBy(
            () -> new PolicyObjective(BATCH, new double[1], new double[2], CLIPPED, null, 0))
        .hasMessageContaining("2 completions of 3 tokens but 2 weights and 1 advantages");
    assertThatThrownBy(() -> objective(CLIPPED, null, Double.NaN))
        .hasMessageContaining("entropy_coef");
  }

  @Test
  void someCompletionsOfABatchAreABatch() {
    RolloutBatch batch =
        RolloutBatch.sampled(List.of(new float[] {-1, -2}, new float[0], new float[] {-3}))
            .withRefLogProbs(new double[] {-4, -5, -6})
            .withOldLogProbs(new double[] {-7, -8, -9});
    RolloutBatch chosen = batch.select(new int[] {2, 0});
    assertThat(chosen.offsets()).containsExactly(0, 1, 3);
    assertThat(chosen.sampledLogProbs()).containsExactly(-3, -1, -2);
    assertThat(Objects.requireNonNull(chosen.refLogProbs())).containsExactly(-6, -4, -5);
    assertThat(Objects.requireNonNull(chosen.oldLogProbs())).containsExactly(-9, -7, -8);
  }

  @Test
  void columnsOfABatchByHand() {
    RolloutBatch batch =
        RolloutBatch.sampled(List.of(new float[] {-1, -2}, new float[0], new float[] {-3}))
            .withRefLogProbs(new double[] {-2, -1.5, -3});
    assertThat(batch.completions()).isEqualTo(3);
    assertThat(batch.lengths()).containsExactly(2, 0, 1);
    assertThat(Objects.requireNonNull(batch.refLogProbs())).containsExactly(-2, -1.5f, -3);
    assertThat(batch.sequenceKls()).containsExactly(.5, 0, 0);
    assertThat(batch.spread(new double[] {4, 5, 6})).containsExactly(4, 4, 6);
    assertThat(batch.ofFirstTokens(new double[] {4, 5, 6})).containsExactly(4, 0, 6);
    assertThat(batch.tokensOf(new int[] {2, 0})).containsExactly(2, 0, 1);
    assertThatThrownBy(() -> batch.spread(new double[2])).hasMessageContaining("3 completions");
    assertThatThrownBy(() -> RolloutBatch.sampled(List.of(new float[1])).sequenceKls())
        .hasMessageContaining("not scored");
  }
}
