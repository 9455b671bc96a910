package dev.belay.core.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.belay.core.error.BadInputException;
import dev.belay.core.objective.PairLoss;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DpoSpecReaderTest {

  private static String recipe(String keys) {
    return """
    name: n
    model: { name: m }
    train:
      method: dpo
      data: { source: arithmetic }
    """
        + keys.indent(2);
  }

  private static DpoSpec read(String keys) {
    return (DpoSpec) RecipeReader.parse(recipe(keys), "r.yaml", List.of()).train().orElseThrow();
  }

  private static List<String> issues(String keys) {
    return catchThrowableOfType(BadInputException.class, () -> read(keys)).issues();
  }

  @Test
  void defaultsAreThoseOfThePaper() {
    DpoSpec spec = read("");
    assertThat(spec.loss()).isEqualTo(new PairLoss.Sigmoid(0.1, 0));
    assertThat(spec.lengthNormalized()).isFalse();
    assertThat(spec.pairs()).isEmpty();
    assertThat(spec.heldOut()).isEmpty();
    assertThat(spec.optimizer().learningRate()).isEqualTo(1e-6);
    assertThat(spec.method()).isEqualTo("dpo");
  }

  /** As its authors have it: the mean over tokens, unless the recipe wants the sum. */
  @Test
  void ipoTakesTheMean() {
    assertThat(read("loss: ipo\nbeta: 0.2").loss()).isEqualTo(new PairLoss.Ipo(0.2));
    assertThat(read("loss: ipo").lengthNormalized()).isTrue();
    assertThat(read("loss: ipo\nlog_ratio: sum").lengthNormalized()).isFalse();
    assertThat(read("log_ratio: mean").lengthNormalized()).isTrue();
  }

  @Test
  void sectionsHaveDefaultsOfTheirOwn() {
    DpoSpec spec =
        read("label_smoothing: 0.2\npairs: { verifier: math }\nheld_out: { every_steps: 3 }");
    assertThat(spec.loss()).isEqualTo(new PairLoss.Sigmoid(0.1, 0.2));
    assertThat(spec.pairs()).contains(new PairsSpec("math", 8, 1, 128, 1.0));
    assertThat(spec.heldOut()).contains(new HeldOutSpec(64, 3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "loss: hinge | train.loss: found 'hinge', must be one of sigmoid, ipo.",
        "beta: 0 | train.beta: found 0, must be above 0.",
        "label_smoothing: 0.5 | train.label_smoothing: found 0.5, must be in [0, 0.5).",
        "log_ratio: min | train.log_ratio: found 'min', must be one of sum, mean.",
        "batch_size: 0 | train.batch_size: found 0, must be a whole number of at least 1.",
        "pairs: { completions: 4 } | train.pairs.verifier: missing; must be text.",
        "pairs: { verifier: math, completions: 1 } | must be a whole number of at least 2.",
        "pairs: { verifier: math, completions: 5, per_prompt: 3 } | train.pairs.per_prompt: found"
            + " 3, but 5 completions make at most 2 pairs",
        "held_out: { pairs: 0 } | train.held_out.pairs: found 0",
        "group_size: 4 | train.group_size: unknown key."
      })
  void whatWillNotDo(String keys, String message) {
    assertThat(issues(keys)).singleElement().asString().contains(message);
  }

  @Test
  void aKeyOfAnotherLossIsRefused() {
    assertThat(issues("loss: ipo\nlabel_smoothing: 0.1"))
        .singleElement()
        .asString()
        .contains("train.label_smoothing: has no meaning with loss: ipo; drop it.");
  }

  @Test
  void stepsCoverThePassesOverThePairsThatAreTrainedOn() {
    DpoSpec spec = read("batch_size: 4\nepochs: 2\nheld_out: { pairs: 3 }");
    assertThat(spec.steps(7)).isEqualTo(4);
    assertThat(spec.steps(1)).isEqualTo(1);
    assertThat(spec.mostSteps(13)).isEqualTo(5);
    DpoSpec made =
        read("batch_size: 4\npairs: { verifier: math, per_prompt: 2 }\nheld_out: { pairs: 4 }");
    assertThat(made.mostSteps(10)).isEqualTo(4);
  }
}
