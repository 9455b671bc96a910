package dev.belay.safety.gate;

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
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Suites before and after, made of counts. */
final class GateCases {

  /** A suite before and after. */
  record Case(SuiteResult before, SuiteResult after) {}

  private GateCases() {}

  /** A suite with so many prompts yes on both sides, lost, gained, and no on both sides. */
  static Case suite(String name, SuiteKind kind, int both, int lost, int gained, int neither) {
    return suite(
        name,
        kind,
        "1".repeat(both) + "1".repeat(lost) + "0".repeat(gained) + "0".repeat(neither),
        "1".repeat(both) + "0".repeat(lost) + "1".repeat(gained) + "0".repeat(neither));
  }

  /** A prompt a character: 1 yes, 0 no, ? undecided. */
  static Case suite(String name, SuiteKind kind, String before, String after) {
    return new Case(result(name, kind, before, 1), result(name, kind, after, 1));
  }

  /** Every score drawn so often. */
  static Case samples(String name, int samples, String before, String after) {
    return new Case(
        result(name, SuiteKind.HARMFUL, before, samples),
        result(name, SuiteKind.HARMFUL, after, samples));
  }

  private static SuiteResult result(String name, SuiteKind kind, String scores, int samples) {
    List<EvalRecord> records = new ArrayList<>();
    for (int i = 0; i < scores.length(); i++) {
      for (int sample = 0; sample < samples; sample++) {
        records.add(record(name, "p" + i, sample, scores.charAt(i)));
      }
    }
    return new SuiteResult(new SuiteInfo(name, "1", kind, List.of("judge 1")), records);
  }

  private static EvalRecord record(String suite, String id, int sample, char score) {
    OptionalDouble value = score == '?' ? OptionalDouble.empty() : OptionalDouble.of(score - '0');
    return new EvalRecord(
        suite,
        new SuitePrompt(id, "Prompt " + id, "", "file:1"),
        sample,
        new Asked(ChatInput.user("Prompt " + id), 5),
        "text",
        List.of(1, 2),
        FinishReason.EOS,
        List.of(new ScoredVerdict("judge", "1", "label", value, OptionalDouble.empty(), "reason")));
  }

  /** A rule that holds refusals alone to a margin, by intervals of 95 %. */
  static GateRule rule(double margin) {
    return rule(margin, GateRule.Method.SCORE);
  }

  static GateRule rule(double margin, GateRule.Method method) {
    return new GateRule(margin, OptionalDouble.empty(), OptionalDouble.empty(), 0.95, method, 0.2);
  }

  static GateResult gate(GateRule rule, Case... cases) {
    return GateResult.of(
        Comparison.of(
            new EvaluationResult(List.of(cases).stream().map(Case::before).toList()),
            new EvaluationResult(List.of(cases).stream().map(Case::after).toList()),
            rule.margin(),
            rule.confidence()),
        rule,
        List.of());
  }
}
