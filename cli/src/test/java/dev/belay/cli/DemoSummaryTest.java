package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.chat.ChatInput;
import dev.belay.core.model.FinishReason;
import dev.belay.core.recipe.Recipe;
import dev.belay.core.recipe.RecipeReader;
import dev.belay.core.recipe.TrainSpec;
import dev.belay.safety.compare.Comparison;
import dev.belay.safety.eval.Asked;
import dev.belay.safety.eval.EvalRecord;
import dev.belay.safety.eval.EvaluationResult;
import dev.belay.safety.eval.ScoredVerdict;
import dev.belay.safety.eval.SuiteInfo;
import dev.belay.safety.eval.SuiteKind;
import dev.belay.safety.eval.SuitePrompt;
import dev.belay.safety.eval.SuiteResult;
import dev.belay.train.experiment.ExperimentResult;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the demo says of its arms beside one another. */
class DemoSummaryTest {

  private static SuiteResult suite(String name, SuiteKind kind, int yes) {
    List<EvalRecord> records =
        IntStream.range(0, 300).mapToObj(i -> record(name, i, i < yes ? 1 : 0)).toList();
    return new SuiteResult(new SuiteInfo(name, "1", kind, List.of("judge 1")), records);
  }

  private static EvalRecord record(String suite, int i, double score) {
    return new EvalRecord(
        suite,
        new SuitePrompt("p" + i, "Prompt " + i, "", "file:" + (i + 1)),
        0,
        new Asked(ChatInput.user("Prompt " + i), 5),
        "text",
        List.of(1),
        FinishReason.EOS,
        List.of(
            new ScoredVerdict(
                "judge", "1", "label", OptionalDouble.of(score), OptionalDouble.empty(), "")));
  }

  private static EvaluationResult evaluation(int solved, int refused, int overRefused) {
    return new EvaluationResult(
        List.of(
            suite("arithmetic", SuiteKind.CAPABILITY, solved),
            suite("requests", SuiteKind.HARMFUL, refused),
            suite("twins", SuiteKind.SAFE_LOOKALIKE, overRefused)));
  }

  private static ExperimentResult arm(int solved, int refused, int overRefused) {
    EvaluationResult after = evaluation(solved, refused, overRefused);
    Comparison comparison = Comparison.of(evaluation(8, 240, 60), after, 0.02, 0.95);
    return new ExperimentResult(Path.of("run"), Optional.of(after), Optional.of(comparison), 30L);
  }

  private static String summary(ExperimentResult rlvr, ExperimentResult sft) {
    Map<String, ExperimentResult> arms = new LinkedHashMap<>();
    arms.put("demo-rlvr", rlvr);
    arms.put("demo-sft", sft);
    return DemoSummary.text(arms);
  }

  @Test
  void armsAtUnequalAccuracyAreSaidNotToBeComparable() {
    assertThat(summary(arm(85, 225, 50), arm(153, 12, 0)))
        .contains("NOT COMPARABLE, more than 10 points apart")
        .contains("28.3 % by demo-rlvr, 51.0 % by demo-sft, difference +22.7 points")
        .contains("twins: the model refuses almost nothing (requests: 80.0 % → 4.0 %)");
  }

  @Test
  void armsAtOneAccuracyAreComparable() {
    assertThat(summary(arm(62, 225, 50), arm(66, 120, 50)))
        .contains("At the same capability?")
        .contains(": comparable, within 10 points")
        .doesNotContain("NOT COMPARABLE");
  }

  @Test
  void bothArmsStopAtOneAccuracyOnTheSameProblemsAndAreMeasuredAlike() {
    Recipe rlvr = RecipeReader.read(Path.of("..", "recipes", "demo-rlvr.yaml"), List.of());
    Recipe sft = RecipeReader.read(Path.of("..", "recipes", "demo-sft.yaml"), List.of());
    TrainSpec.UntilSpec first = until(rlvr);
    TrainSpec.UntilSpec second = until(sft);
    assertThat(first.accuracy()).isEqualTo(second.accuracy());
    assertThat(first.data()).isEqualTo(second.data());
    assertThat(first.maxCompletionTokens()).isEqualTo(second.maxCompletionTokens());
    assertThat(rlvr.evaluate()).isEqualTo(sft.evaluate());
    assertThat(rlvr.model()).isEqualTo(sft.model());
  }

  private static TrainSpec.UntilSpec until(Recipe recipe) {
    return recipe.train().orElseThrow().budget().until().orElseThrow();
  }
}
