package dev.belay.core.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.advantage.RewardBatch;
import dev.belay.core.advantage.Rloo;
import dev.belay.core.error.BadInputException;
import org.junit.jupiter.api.Test;

class AlgorithmTest {

  @Test
  void presetsAreFoundByName() {
    assertThat(Algorithm.PRESETS)
        .extracting(Algorithm::name)
        .containsExactly("grpo", "dr-grpo", "dapo", "rloo", "reinforce");
    for (Algorithm preset : Algorithm.PRESETS) {
      assertThat(Algorithm.named(preset.name())).isSameAs(preset);
    }
  }

  @Test
  void presetsFollowTheirPapers() {
    assertThat(Algorithm.named("grpo").aggregation())
        .isEqualTo(LossAggregation.SEQ_MEAN_TOKEN_MEAN);
    assertThat(Algorithm.named("dr-grpo").aggregation()).isEqualTo(LossAggregation.CONSTANT);
    assertThat(Algorithm.named("dapo").loss()).isEqualTo(new ClippedPolicyLoss(.2, .28));
    assertThat(Algorithm.named("dapo").aggregation()).isEqualTo(LossAggregation.TOKEN_MEAN);
    assertThat(Algorithm.named("rloo").advantage()).isEqualTo(new Rloo());
    assertThat(Algorithm.named("reinforce").loss()).isEqualTo(new ReinforceLoss());
  }

  @Test
  void everyPresetPrefersTheBetterCompletion() {
    RewardBatch batch = new RewardBatch(new double[] {1, 0}, new int[2], new int[] {3, 3});
    for (Algorithm preset : Algorithm.PRESETS) {
      double[] advantages = preset.advantage().advantages(batch);
      assertThat(advantages[0]).as(preset.name()).isPositive();
      assertThat(advantages[1]).as(preset.name()).isNegative();
    }
  }

  @Test
  void unknownNameListsThoseThereAre() {
    assertThatThrownBy(() -> Algorithm.named("grop"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("\"grop\"")
        .hasMessageContaining("grpo, dr-grpo, dapo, rloo, reinforce");
  }
}
