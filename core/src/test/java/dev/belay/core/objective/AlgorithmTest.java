package dev.belay.core.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.advantage.Opo;
import dev.belay.core.advantage.RewardBatch;
import dev.belay.core.advantage.Rloo;
import dev.belay.core.advantage.TokenRewards;
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
            "grpo",
            "dr-grpo",
            "dapo",
            "gspo",
            "cispo",
            "sapo",
            "gmpo",
            "rloo",
            "opo",
            "remax",
            "gpg",
            "gdpo",
            "reinforce++",
            "reinforce++-baseline",
            "ppo",
            "reinforce",
            "trl-grpo",
            "trl-rloo",
            "verl-grpo",
            "openrlhf-reinforce++-baseline",
            "open-instruct-grpo",
            "nemo-grpo",
            "prime-rl-dppo");
    Algorithm.ADVANTAGES.forEach(
        (name, advantage) -> assertThat(Algorithm.nameOf(advantage)).isEqualTo(name));
    Algorithm.LOSSES.forEach((name, loss) -> assertThat(Algorithm.nameOf(loss)).isEqualTo(name));
    for (AlgorithmPreset preset : Algorithm.NAMED.values()) {
      assertThat(Algorithm.ADVANTAGES)
          .containsKey(Algorithm.nameOf(preset.algorithm().advantage()));
      assertThat(Algorithm.LOSSES).containsKey(Algorithm.nameOf(preset.algorithm().loss()));
      assertThat(preset.source()).isNotEmpty();
    }
  }

  @Test
  void presetsFollowTheirPapers() {
    assertThat(preset("grpo").aggregation()).isEqualTo(LossAggregation.SEQ_MEAN_TOKEN_MEAN);
    assertThat(preset("dr-grpo").aggregation()).isEqualTo(LossAggregation.CONSTANT);
    assertThat(preset("dapo").loss()).isEqualTo(ClippedPolicyLoss.ofTokens(.2, .28));
    assertThat(preset("dapo").aggregation()).isEqualTo(LossAggregation.TOKEN_MEAN);
    assertThat(preset("gspo").loss())
        .isEqualTo(new ClippedPolicyLoss(RatioLevel.SEQUENCE_MEAN, 3e-4, 4e-4, 0));
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
    "reinforce, .75, -.25",
    "cispo, 1.49970, -.49990",
    "sapo, 1.49970, -.49990",
    "gmpo, 1.49970, -.49990",
    "gpg, .75, -.25",
    "gdpo, 1.49985, -.49995", // 1.49970 / (.99980 + 1e-4)
    "remax, .8, -.2", // the greedy completion scored .2
    "reinforce++, 2.645751, -.377964", // two tokens of 1 among sixteen
    "trl-grpo, 1.49970, -.49990",
    "trl-rloo, 1, -.333333",
    "verl-grpo, 1.499997, -.499999",
    "openrlhf-reinforce++-baseline, 2.645751, -.377964",
    "open-instruct-grpo, .75, -.25",
    "nemo-grpo, 1.0, -.577349",
    "prime-rl-dppo, .75, -.25"
  })
  void oneRightOfFour(String name, double right, double wrong) {
    TokenRewards rewards = rewards(new double[] {1, 0, 0, 0}, .2, 2, 4, 4, 6);
    double[] advantages = preset(name).advantage().tokenAdvantages(rewards);
    assertThat(advantages).hasSize(16);
    for (int t = 0; t < 16; t++) {
      assertThat(advantages[t]).isCloseTo(t < 2 ? right : wrong, within(5e-6));
    }
  }

  /** Completions of one prompt, whose greedy completion scored {@code greedy}. */
  private static TokenRewards rewards(double[] scores, double greedy, int... lengths) {
    int[] offsets = new int[lengths.length + 1];
    double[] greedyScores = new double[lengths.length];
    for (int i = 0; i < lengths.length; i++) {
      offsets[i + 1] = offsets[i] + lengths[i];
      greedyScores[i] = greedy;
    }
    return new TokenRewards(
        new RewardBatch(scores, new int[lengths.length], lengths),
        List.of(new TokenRewards.Part(1, scores)),
        offsets,
        null,
        greedyScores);
  }

  @Test
  void everyPresetPrefersTheBetterCompletion() {
    TokenRewards rewards = rewards(new double[] {1, 0}, .5, 3, 3).withValues(new double[6]);
    Algorithm.PRESETS.forEach(
        (name, preset) -> {
          double[] advantages = preset.advantage().tokenAdvantages(rewards);
          assertThat(advantages[0]).as(name).isPositive();
          assertThat(advantages[3]).as(name).isNegative();
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
