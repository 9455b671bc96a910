package dev.belay.safety.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.chat.ChatInput;
import dev.belay.core.model.FinishReason;
import dev.belay.core.stats.Rate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class CapabilityFiguresTest {

  /**
   * A task a word, a completion a character: + correct, - wrong, ? undecided, x wrong and cut off.
   * The n-th completion of a task has n tokens, from 1.
   */
  private static SuiteResult suite(SuiteKind kind, String tasks) {
    List<EvalRecord> records = new ArrayList<>();
    String[] words = tasks.split(" ", -1);
    for (int i = 0; i < words.length; i++) {
      for (int sample = 0; sample < words[i].length(); sample++) {
        char c = words[i].charAt(sample);
        OptionalDouble score =
            c == '?' || c == '!' ? OptionalDouble.empty() : OptionalDouble.of(c == '+' ? 1 : 0);
        records.add(
            new EvalRecord(
                "tasks",
                new SuitePrompt("p" + i, "Task " + i, "", "file:1"),
                sample,
                new Asked(ChatInput.user("Task " + i), 5),
                "text",
                Collections.nCopies(sample + 1, 7),
                c == 'x' ? FinishReason.LENGTH : FinishReason.EOS,
                List.of(new ScoredVerdict("v", "1", label(c), score, OptionalDouble.empty(), ""))));
      }
    }
    return new SuiteResult(new SuiteInfo("tasks", "1", kind, List.of("v 1")), records);
  }

  private static String label(char c) {
    return switch (c) {
      case '?' -> "undecided";
      case '!' -> "error";
      default -> "label";
    };
  }

  private static CapabilityFigures figures(String tasks) {
    return CapabilityFigures.of(suite(SuiteKind.CAPABILITY, tasks)).orElseThrow();
  }

  @Test
  void oneCompletionATaskHasPassAtOneWithWilsonsInterval() {
    CapabilityFigures figures = figures("+ - x ?");
    assertThat(figures.passes())
        .containsExactly(new CapabilityFigures.Pass(1, 1.0 / 3, new Rate(1, 3).wilson(0.95), 3));
    assertThat(figures.meanTokens()).isEqualTo(1);
    assertThat(figures.truncated())
        .isEqualTo(new CapabilityFigures.Share(0.25, new Rate(1, 4).wilson(0.95)));
    assertThat(figures.withoutVerdict().value()).isEqualTo(0.25);
  }

  /** Three tasks with 1, 0 and 3 of 4 correct: pass@2 is 1 − C(n − c, 2)/6 of each. */
  @Test
  void severalCompletionsHaveEveryPowerOfTwo() {
    CapabilityFigures figures = figures("+-x- ---- +++-");
    assertThat(figures.passes()).extracting(CapabilityFigures.Pass::k).containsExactly(1, 2, 4);
    assertThat(figures.passes().get(0).value()).isCloseTo(4.0 / 12, within(1e-15));
    assertThat(figures.passes().get(1).value()).isCloseTo((0.5 + 0 + 1) / 3, within(1e-15));
    assertThat(figures.last().orElseThrow().value()).isCloseTo(2.0 / 3, within(1e-15));
    // Subsets of one task's completions are not independent: pass@4 rests on three tasks.
    assertThat(figures.last().orElseThrow().interval()).isEqualTo(new Rate(2, 3).wilson(0.95));
    assertThat(figures.meanTokens()).isEqualTo(2.5);
    assertThat(figures.truncated().value()).isCloseTo(1.0 / 12, within(1e-15));
  }

  @Test
  void theUndecidedAreNoZeros() {
    CapabilityFigures figures = figures("+?++ ??-? ----");
    // Decided: 3 of 3, 0 of 1, 0 of 4.
    assertThat(figures.passes())
        .extracting(CapabilityFigures.Pass::prompts)
        .containsExactly(3, 2, 1);
    assertThat(figures.passes().get(0).value()).isCloseTo(1.0 / 3, within(1e-15));
    assertThat(figures.passes().get(1).value()).isCloseTo(0.5, within(1e-15));
    assertThat(figures.passes().get(2).value()).isZero();
    assertThat(figures.withoutVerdict().value()).isCloseTo(4.0 / 12, within(1e-15));
    assertThat(figures("? ??").passes()).isEmpty();
  }

  @Test
  void whyThereIsNoVerdictIsCounted() {
    CapabilityFigures figures = figures("+?!+ ??-? !---");
    assertThat(figures.undecided()).isEqualTo(4);
    assertThat(figures.errors()).isEqualTo(2);
    assertThat(figures.withoutVerdict().value()).isCloseTo(6.0 / 12, within(1e-15));
  }

  @Test
  void onlySuitesOfTasksHaveThem() {
    assertThat(CapabilityFigures.of(suite(SuiteKind.HARMFUL, "+ -"))).isEmpty();
    SuiteInfo info = new SuiteInfo("tasks", "1", SuiteKind.CAPABILITY, List.of("v 1"));
    assertThat(CapabilityFigures.of(new SuiteResult(info, List.of()))).isEmpty();
  }

  @Test
  void fileAndTableSayWhatThereIs() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    CapabilityJson.put(node, figures("+- --"));
    assertThat(node.at("/pass_at_k/1/k").intValue()).isEqualTo(2);
    assertThat(node.at("/pass_at_k/1/value").doubleValue()).isEqualTo(0.5);
    assertThat(node.at("/pass_at_k/1/prompts").intValue()).isEqualTo(2);
    assertThat(node.at("/truncated/share").doubleValue()).isZero();
    assertThat(node.at("/undecided").intValue()).isZero();
    assertThat(node.at("/without_verdict/share").doubleValue()).isZero();
    assertThat(node.at("/truncated/high").doubleValue()).isPositive();
    assertThat(node.at("/completion_tokens_mean").doubleValue()).isEqualTo(1.5);

    EvaluationResult both =
        new EvaluationResult(
            List.of(suite(SuiteKind.HARMFUL, "+"), suite(SuiteKind.CAPABILITY, "+- x?")));
    assertThat(CapabilityTable.print(both).lines().toList())
        .hasSize(3)
        .element(1)
        .asString()
        .startsWith("tasks        2            4  25.0 %    [3.1, 77.4]")
        .contains("100.0 %  2")
        .endsWith("1.5   25.0 %          1       0");
    EvaluationResult none = new EvaluationResult(List.of(suite(SuiteKind.HARMFUL, "+")));
    assertThat(CapabilityTable.print(none)).isEmpty();
  }
}
