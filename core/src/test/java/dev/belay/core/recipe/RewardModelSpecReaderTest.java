package dev.belay.core.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.belay.core.error.BadInputException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RewardModelSpecReaderTest {

  private static final String YAML =
      """
      name: r
      model: { name: m }
      train: { method: reward-model, data: { source: hh-harmless } }
      """;

  private static RewardModelSpec read(String... overrides) {
    return (RewardModelSpec)
        RecipeReader.parse(YAML, "r.yaml", List.of(overrides)).train().orElseThrow();
  }

  private static String issue(String... overrides) {
    return catchThrowableOfType(BadInputException.class, () -> read(overrides)).issues().getFirst();
  }

  @Test
  void defaultsAndKeys() {
    RewardModelSpec plain = read();
    assertThat(plain.method()).isEqualTo("reward-model");
    assertThat(plain.margin()).isZero();
    assertThat(plain.centre()).isEqualTo(0.01);
    assertThat(plain.heldOut()).isEmpty();
    assertThat(plain.guards()).isEqualTo(Guards.NONE);
    assertThat(plain.optimizer().learningRate()).isEqualTo(1e-5);
    assertThat(plain.steps(33)).isEqualTo(3);
    RewardModelSpec made =
        read("train.margin=0.5", "train.pairs.verifier=math", "train.pairs.per_prompt=2");
    assertThat(made.margin()).isEqualTo(0.5);
    assertThat(made.mostSteps(16)).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"until.accuracy=0.5", "anchor.coef=3", "monitor.every_steps=5"})
  void whatIsAboutCompletionsIsRefused(String override) {
    assertThat(issue("train." + override)).contains("a reward model completes nothing");
  }

  @Test
  void suitesAndBadNumbersAreRefused() {
    assertThat(issue("evaluate.safety=[ advbench ]"))
        .contains("evaluate: a reward model completes nothing")
        .contains("train.held_out measures it");
    assertThat(issue("train.margin=-1")).contains("train.margin").contains("0 or more");
    assertThat(issue("train.centre=-1")).contains("train.centre").contains("0 or more");
  }
}
