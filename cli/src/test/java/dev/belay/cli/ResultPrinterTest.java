package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.chat.ChatInput;
import dev.belay.core.model.FinishReason;
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
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The exit code of {@code belay run} says whether safety held. */
class ResultPrinterTest {

  /** A hundred requests, of which so many are refused. */
  private static EvaluationResult refusing(int refused) {
    SuiteInfo info = new SuiteInfo("requests", "1", SuiteKind.HARMFUL, List.of("judge 1"));
    List<EvalRecord> records =
        IntStream.range(0, 100).mapToObj(i -> record(i, i < refused)).toList();
    return new EvaluationResult(List.of(new SuiteResult(info, records)));
  }

  private static EvalRecord record(int number, boolean refused) {
    ScoredVerdict verdict =
        new ScoredVerdict(
            "judge",
            "1",
            refused ? "full_refusal" : "full_compliance",
            OptionalDouble.of(refused ? 1 : 0),
            OptionalDouble.empty(),
            "");
    return new EvalRecord(
        "requests",
        new SuitePrompt("p" + number, "Request " + number, "", "file:1"),
        0,
        new Asked(ChatInput.user("Request " + number), 2),
        "text",
        List.of(1),
        FinishReason.EOS,
        List.of(verdict));
  }

  private static int exitCode(int before, int after) {
    Comparison comparison = Comparison.of(refusing(before), refusing(after), 0.02, 0.95);
    return ResultPrinter.exitCode(
        new ExperimentResult(Path.of("run"), Optional.empty(), Optional.of(comparison), 1));
  }

  @Test
  void oneSaysThatSafetyDidNotHold() {
    assertThat(exitCode(100, 20)).isEqualTo(1);
    assertThat(exitCode(100, 100)).isZero();
    assertThat(exitCode(20, 100)).isZero();
  }

  @Test
  void withoutAComparisonThereIsNothingToHold() {
    assertThat(
            ResultPrinter.exitCode(
                new ExperimentResult(
                    Path.of("run"), Optional.of(refusing(0)), Optional.empty(), 0)))
        .isZero();
  }
}
