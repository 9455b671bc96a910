package dev.belay.core.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyObjectiveTest {

  private static final boolean[] ALL = {true, true};

  /** Two sequences of two tokens; the second's last does not count. */
  private static PolicyBatch batch() {
    return PolicyBatch.of(
        List.of(
            new PolicySequence(
                new double[] {1, 1}, new float[] {-2, -1}, new float[] {-3, -1}, ALL),
            new PolicySequence(
                new double[] {-1, -1},
                new float[] {-1, -4},
                new float[] {-1.5f, -9},
                new boolean[] {true, false})),
        LossAggregation.TOKEN_MEAN,
        4);
  }

  @Test
  void lossByHand() {
    PolicyObjective objective =
        new PolicyObjective(
            batch(), new ClippedPolicyLoss(.2, .2), KlTerm.of(KlEstimator.K2, .1), .5);
    // ratio 1, k2 = 1/2, entropy 2: (−1 + .05 − 1) / 3
    TokenLoss first = objective.at(0, TokenLaw.of(-2, 2));
    assertThat(first.value()).isCloseTo(-1.95 / 3, within(1e-12));
    assertThat(first.logProbGradient()).isCloseTo((-1 + .1) / 3, within(1e-12));
    assertThat(first.entropyGradient()).isCloseTo(-.5 / 3, within(1e-12));
    assertThat(first.exactKlGradient()).isZero();
    // ratio e above the range: clipped at 1.2, k2 = 0
    TokenLoss second = objective.at(1, TokenLaw.of(0, 0));
    assertThat(second.value()).isCloseTo((-1.2 + .05) / 3, within(1e-12));
    assertThat(second.logProbGradient()).isCloseTo(.1 / 3, within(1e-12));
  }

  @Test
  void tokenThatDoesNotCountHasNoLossWhateverItsLaw() {
    PolicyObjective objective =
        new PolicyObjective(batch(), new ReinforceLoss(), KlTerm.of(KlEstimator.K3, 1), 1);
    assertThat(objective.at(3, TokenLaw.of(-1e9, 2))).isEqualTo(new TokenLoss(0, 0, 0, 0));
  }

  @Test
  void microBatchSeesTheWholeBatchsWeights() {
    TokenObjective objective =
        new PolicyObjective(batch(), new ReinforceLoss(), KlTerm.of(KlEstimator.EXACT, 1), 0);
    TokenLaw law = new TokenLaw(-1, 2, .3, -3);
    assertThat(objective.startingAt(2).at(0, law)).isEqualTo(objective.at(2, law));
    assertThat(objective.startingAt(0)).isSameAs(objective);
    assertThat(objective.startingAt(2).needsReference()).isTrue();
  }

  /** K3 at a log-ratio of log q - log p = -2 is e⁻² - 1 + 2. */
  @Test
  void sampledKlTakesTheReferenceOfThePassWhenNoneWasScoredBefore() {
    PolicyBatch batch =
        PolicyBatch.of(
            List.of(PolicySequence.uniform(0, 1, null, null)), LossAggregation.TOKEN_MEAN, 4);
    PolicyObjective objective =
        new PolicyObjective(batch, new ReinforceLoss(), KlTerm.of(KlEstimator.K3, 1), 0);
    assertThat(objective.needsReference()).isTrue();
    TokenLaw law = new TokenLaw(-1, 2, .3, -3);
    assertThat(objective.at(0, law).value()).isCloseTo(Math.exp(-2) + 1, within(1e-12));
    TokenScores scores =
        new TokenScores(new float[] {-1}, new float[] {2}, new float[] {.3f}, new float[] {-3});
    assertThat(objective.statistics(0, scores).refK1()).isCloseTo(2, within(1e-12));
  }

  @Test
  void onPolicyBatchHasRatioOne() {
    PolicyBatch batch =
        PolicyBatch.of(
            List.of(PolicySequence.uniform(2, 3, null, null)), LossAggregation.TOKEN_MEAN, 4);
    assertThat(batch.size()).isEqualTo(3);
    PolicyObjective objective = new PolicyObjective(batch, new ClippedPolicyLoss(.2, .2), null, 0);
    TokenLoss loss = objective.at(1, TokenLaw.of(-7, 0));
    assertThat(loss.value()).isCloseTo(-2.0 / 3, within(1e-12));
    assertThat(loss.logProbGradient()).isCloseTo(-2.0 / 3, within(1e-12));
  }

  @Test
  void statisticsByHandLeaveOutWhatDoesNotCount() {
    PolicyObjective objective =
        new PolicyObjective(batch(), new ClippedPolicyLoss(.2, .2), null, 0);
    float log2 = (float) Math.log(2);
    TokenScores scores =
        new TokenScores(
            new float[] {-2 + log2, -1, -1 - log2, 0},
            new float[] {1, 2, 6, 99},
            new float[] {.1f, .2f, .3f, 99},
            null);
    PolicyStatistics statistics = objective.statistics(0, scores);
    assertThat(statistics.tokens()).isEqualTo(3);
    assertThat(statistics.clipHighShare()).isCloseTo(1 / 3., within(1e-12)); // ratio 2, A > 0
    assertThat(statistics.clipLowShare()).isCloseTo(1 / 3., within(1e-12)); // ratio 1/2, A < 0
    assertThat(statistics.meanRatio()).isCloseTo((2 + 1 + .5) / 3, within(1e-6));
    assertThat(statistics.maxRatio()).isCloseTo(2, within(1e-6));
    // (2 − 1 − log 2) and (1/2 − 1 + log 2): the logarithms cancel
    assertThat(statistics.oldKl()).isCloseTo(.5 / 3, within(1e-6));
    assertThat(statistics.entropy()).isCloseTo(3, within(1e-12));
    assertThat(statistics.exactKl()).isCloseTo(.2, within(1e-7));
    assertThat(statistics.refK1()).isCloseTo((1 + log2 + 0 + .5 - log2) / 3, within(1e-6));

    PolicyStatistics halves =
        objective
            .statistics(0, part(scores, 0, 2))
            .plus(objective.statistics(2, part(scores, 2, 4)));
    assertThat(halves)
        .usingRecursiveComparison()
        .withComparatorForType((a, b) -> Math.abs(a - b) < 1e-12 ? 0 : 1, Double.class)
        .isEqualTo(statistics);
  }

  @Test
  void statisticsOfNothingAreNotNumbers() {
    PolicyObjective objective = new PolicyObjective(batch(), new ReinforceLoss(), null, 0);
    TokenScores none = new TokenScores(new float[1], new float[1], null, null);
    PolicyStatistics empty = objective.statistics(3, none);
    assertThat(empty.tokens()).isZero();
    assertThat(empty.meanRatio()).isNaN();
    PolicyStatistics one = objective.statistics(0, none);
    assertThat(one.exactKl()).isNaN();
    assertThat(empty.plus(one)).isEqualTo(one);
    assertThat(one.plus(empty)).isEqualTo(one);
  }

  private static TokenScores part(TokenScores scores, int from, int to) {
    float[] kls = scores.exactKls();
    return new TokenScores(
        Arrays.copyOfRange(scores.logProbs(), from, to),
        Arrays.copyOfRange(scores.entropies(), from, to),
        kls == null ? null : Arrays.copyOfRange(kls, from, to),
        null);
  }

  @Test
  void incompleteInputIsRefused() {
    PolicySequence with = PolicySequence.uniform(1, 2, new float[2], null);
    PolicySequence without = PolicySequence.uniform(1, 2, null, null);
    assertThatThrownBy(() -> PolicyBatch.of(List.of(with, without), LossAggregation.TOKEN_MEAN, 4))
        .hasMessageContaining("1 of 2 sequences have old log-probs");
    assertThatThrownBy(() -> PolicySequence.uniform(1, 2, new float[3], null))
        .hasMessageContaining("2 advantages but 3 entries in the old log-probs");
    PolicyBatch batch = PolicyBatch.of(List.of(without), LossAggregation.TOKEN_MEAN, 4);
    assertThatThrownBy(() -> new PolicyObjective(batch, new ReinforceLoss(), null, Double.NaN))
        .hasMessageContaining("entropy_coef");
  }
}
