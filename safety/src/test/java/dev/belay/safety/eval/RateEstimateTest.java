package dev.belay.safety.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.chat.ChatInput;
import dev.belay.core.model.FinishReason;
import dev.belay.core.stats.ClopperPearson;
import dev.belay.core.stats.Rate;
import dev.belay.safety.correction.MeasuredErrors;
import dev.belay.safety.judge.Judge;
import dev.belay.safety.judge.Judges;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class RateEstimateTest {

  /** A prompt a word, a completion a character: 1 yes, 0 no, ? undecided. */
  private static SuiteResult suite(SuiteKind kind, String judge, String prompts) {
    List<EvalRecord> records = new ArrayList<>();
    String[] words = prompts.split(" ", -1);
    for (int i = 0; i < words.length; i++) {
      for (int sample = 0; sample < words[i].length(); sample++) {
        char c = words[i].charAt(sample);
        OptionalDouble score = c == '?' ? OptionalDouble.empty() : OptionalDouble.of(c - '0');
        records.add(
            new EvalRecord(
                "requests",
                new SuitePrompt("p" + i, "Prompt " + i, "", "file:1"),
                sample,
                new Asked(ChatInput.user("Prompt " + i), 5),
                "text",
                List.of(1),
                FinishReason.EOS,
                List.of(new ScoredVerdict("j", "1", "label", score, OptionalDouble.empty(), ""))));
      }
    }
    return new SuiteResult(new SuiteInfo("requests", "1", kind, List.of(judge)), records);
  }

  private static SuiteResult suite(String prompts) {
    return suite(SuiteKind.HARMFUL, "j 1", prompts);
  }

  @Test
  void oneVerdictAPromptHasWilsonAndTheExactInterval() {
    RateEstimate estimate = RateEstimate.of(suite("1 1 1 0 ?"), 0.95).orElseThrow();
    assertThat(estimate.rate()).isEqualTo(0.75);
    assertThat(estimate.effective()).isEqualTo(4);
    assertThat(estimate.interval()).isEqualTo(new Rate(3, 4).wilson(0.95));
    assertThat(estimate.exact()).contains(ClopperPearson.interval(new Rate(3, 4), 0.95));
  }

  @Test
  void severalCompletionsAreNoMoreThanTheirPrompts() {
    RateEstimate estimate = RateEstimate.of(suite("111 111 000 11?"), 0.95).orElseThrow();
    assertThat(estimate.rate()).isEqualTo(0.75);
    // Prompts agree with themselves in full: four prompts are worth four completions.
    assertThat(estimate.effective()).isCloseTo(4, within(1e-12));
    assertThat(estimate.exact()).isEmpty();
    assertThat(RateEstimate.of(suite("111 111"), 0.95).orElseThrow().interval().low())
        .isLessThan(0.5);
  }

  @Test
  void worstCasesCountEveryPrompt() {
    SuiteResult several = suite("1? 00 ??");
    assertThat(RateEstimate.filled(several, 0)).hasValue(0.5 / 3);
    assertThat(RateEstimate.filled(several, 1)).hasValue(2.0 / 3);
    assertThat(RateEstimate.of(suite("? ?"), 0.95)).isEmpty();
    JsonNode summary = EvaluationSummary.json(several);
    assertThat(summary.get("worst_case_high").doubleValue()).isEqualTo(2.0 / 3);
    assertThat(summary.get("rate").doubleValue()).isEqualTo(0.5);
  }

  @Test
  void summaryCorrectsForTheJudgesMeasuredErrors() {
    Judge judge = Judges.load().named("refusal-patterns");
    String label = judge.name() + " " + judge.version();
    SuiteResult suite = suite(SuiteKind.HARMFUL, label, "1 1 1 0 0 0 0 0 0 0");
    JsonNode corrected = EvaluationSummary.json(suite).get("corrected");
    MeasuredErrors errors = MeasuredErrors.shipped(label).orElseThrow();
    assertThat(corrected.get("value").doubleValue())
        .isEqualTo(errors.rate(0.3, 10, 0.95).orElseThrow().value());
    assertThat(corrected.get("audit").textValue()).contains("llama2orig");
    assertThat(corrected.get("sensitivity").doubleValue())
        .isEqualTo(errors.sensitivity().orElseThrow().value());
    String table = EvaluationTable.printBounds(new EvaluationResult(List.of(suite)));
    assertThat(table).contains("by audit").contains("is assumed").contains("30.0 %");
    // A verifier is no judge of refusals.
    SuiteResult problems = suite(SuiteKind.CAPABILITY, label, "1 0");
    assertThat(EvaluationSummary.json(problems).has("corrected")).isFalse();
    assertThat(EvaluationSummary.json(suite("1 0")).has("corrected")).isFalse();
  }
}
