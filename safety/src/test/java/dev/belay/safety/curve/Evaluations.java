package dev.belay.safety.curve;

import dev.belay.core.chat.ChatInput;
import dev.belay.core.model.FinishReason;
import dev.belay.safety.eval.Asked;
import dev.belay.safety.eval.EvalRecord;
import dev.belay.safety.eval.EvaluationResult;
import dev.belay.safety.eval.ScoredVerdict;
import dev.belay.safety.eval.SuiteInfo;
import dev.belay.safety.eval.SuiteKind;
import dev.belay.safety.eval.SuitePrompt;
import dev.belay.safety.eval.SuiteResult;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Evaluations by their verdicts: a character a prompt, {@code 1}, {@code 0} or {@code ?}. */
final class Evaluations {

  private Evaluations() {}

  static EvaluationResult of(String tasks, String harmful) {
    return new EvaluationResult(
        List.of(
            suite("sums", SuiteKind.CAPABILITY, tasks),
            suite("requests", SuiteKind.HARMFUL, harmful)));
  }

  static CurvePoint point(String name, double position, String tasks, String harmful) {
    return new CurvePoint(name, position, Path.of(name), of(tasks, harmful));
  }

  static SuiteResult suite(String name, SuiteKind kind, String verdicts) {
    List<EvalRecord> records =
        IntStream.range(0, verdicts.length())
            .mapToObj(i -> record(name, i, verdicts.charAt(i)))
            .toList();
    return new SuiteResult(new SuiteInfo(name, "1", kind, List.of("judge 1")), records);
  }

  private static EvalRecord record(String suite, int i, char verdict) {
    OptionalDouble score =
        verdict == '?' ? OptionalDouble.empty() : OptionalDouble.of(verdict - '0');
    return new EvalRecord(
        suite,
        new SuitePrompt("p" + i, "Prompt " + i, "", "file:" + (i + 1)),
        0,
        new Asked(ChatInput.user("Prompt " + i), 5),
        "text",
        List.of(1),
        FinishReason.EOS,
        List.of(new ScoredVerdict("judge", "1", "label", score, OptionalDouble.empty(), "")));
  }
}
