package dev.belay.core.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.advantage.Opo;
import dev.belay.core.advantage.RewardBatch;
import dev.belay.core.advantage.Rloo;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlgorithmTest {

  private static Algorithm preset(String name) {
    return Objects.requireNonNull(Algorithm.PRESETS.get(name));
  }

  @Test
  void presetsAndEstimatorsAreKnownByName() {
    assertThat(Algorithm.PRESETS.keySet())
        .containsExactly(
            "grpo", "dr-grpo", "dapo", "gspo", "rloo", "opo", "reinforce++-baseline", "reinforce");
    Algorithm.ADVANTAGES.forEach(
        (name, advantage) -> assertThat(Algorithm.nameOf(advantage)).isEqualTo(name));
    for (Algorithm preset : Algorithm.PRESETS.values()) {
      assertThat(Algorithm.ADVANTAGES).containsValue(preset.advantage());
    }
  }

  @Test
  void presetsFollowTheirPapers() {
    assertThat(preset("grpo").aggregation()).isEqualTo(LossAggregation.SEQ_MEAN_TOKEN_MEAN);
    assertThat(preset("dr-grpo").aggregation()).isEqualTo(LossAggregation.CONSTANT);
    assertThat(preset("dapo").loss()).isEqualTo(ClippedPolicyLoss.ofTokens(.2, .28));
    assertThat(preset("dapo").aggregation()).isEqualTo(LossAggregation.TOKEN_MEAN);
    assertThat(preset("gspo").loss())
        .isEqualTo(new ClippedPolicyLoss(RatioLevel.SEQUENCE, 3e-4, 4e-4, 0));
    assertThat(preset("rloo").advantage()).isEqualTo(new Rloo());
    assertThat(preset("opo").advantage()).isEqualTo(new Opo());
    assertThat(preset("reinforce").loss()).isEqualTo(new ReinforceLoss());
  }

  /**
   * One right of four, completions of 2, 4, 4 and 6 tokens: OpenRLHF's, verl's and TRL's numbers.
   */
  @ParameterizedTest
  @CsvSource({
    "grpo, 1.49970, -.49990",
    "dr-grpo, .75, -.25",
    "gspo, 1.49970, -.49990",
    "rloo, 1, -.333333",
    "opo, .875, -.125",
    "reinforce++-baseline, 2.645751, -.377964",
    "reinforce, .75, -.25"
  })
  void oneRightOfFour(String name, double right, double wrong) {
    RewardBatch batch =
        new RewardBatch(new double[] {1, 0, 0, 0}, new int[4], new int[] {2, 4, 4, 6});
    assertThat(preset(name).advantage().advantages(batch))
        .containsExactly(new double[] {right, wrong, wrong, wrong}, within(5e-6));
  }

  @Test
  void everyPresetPrefersTheBetterCompletion() {
    RewardBatch batch = new RewardBatch(new double[] {1, 0}, new int[2], new int[] {3, 3});
    Algorithm.PRESETS.forEach(
        (name, preset) -> {
          double[] advantages = preset.advantage().advantages(batch);
          assertThat(advantages[0]).as(name).isPositive();
          assertThat(advantages[1]).as(name).isNegative();
        });
  }

  /**
   * Each part of an algorithm reaches the slopes of a batch of two completions of 1 and 2 tokens.
   */
  @Test
  void theObjectiveHasTheAlgorithmsParts() {
    Algorithm algorithm =
        new Algorithm(
            new Rloo(), ClippedPolicyLoss.ofTokens(.2, .2), LossAggregation.TOKEN_MEAN, .5);
    RolloutBatch batch = RolloutBatch.sampled(List.of(new float[1], new float[2]));
    PolicyObjective objective =
        algorithm.objective(
            batch,
            batch.lengths(),
            batch.spread(new double[] {3, -6}),
            Optional.of(new KlTerm(KlEstimator.K2, KlGradient.FORMULA, .1)),
            8);
    TokenScores scores =
        new TokenScores(
            new double[] {-1, -1, -1},
            new double[] {2, 2, 2},
            null,
            new double[] {-1, -3, -1},
            null);
    TokenSlopes slopes = TokenSlopes.ofSize(3);
    double loss = objective.slopes(scores, 0, 3, slopes);

    // Ratios are 1; the second token's k2 is 2 and its slope 2.
    assertThat(loss).isCloseTo((-3 + 6 + 6 - 3 * .5 * 2 + .1 * 2) / 3, within(1e-12));
    assertThat(slopes.logProbs())
        .containsExactly(new double[] {-1, (6 + .1 * 2) / 3, 2}, within(1e-12));
    assertThat(slopes.entropies())
        .containsExactly(new double[] {-.5 / 3, -.5 / 3, -.5 / 3}, within(1e-12));
    assertThat(objective.needs()).isEqualTo(new Needs(true, false, false));
  }
}
