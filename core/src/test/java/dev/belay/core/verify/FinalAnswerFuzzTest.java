package dev.belay.core.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FinalAnswerFuzzTest {
  private static final List<String> PIECES =
      List.of(
          "7",
          "42",
          "-7",
          "1/2",
          "0.5",
          "\\frac",
          "{1}{2}",
          "{",
          "}",
          "(",
          ")",
          "[",
          "]",
          "$",
          "\\(",
          "\\)",
          "\\boxed{",
          "####",
          "<answer>",
          "</answer>",
          "The answer is",
          "answer:",
          "not",
          "or",
          "and",
          "otherwise",
          "Maybe",
          "is",
          "=",
          "\\approx",
          "+",
          "-",
          "\u2212",
          "*",
          "/",
          "^",
          "_",
          "!",
          "!!!!",
          "%",
          "\u00b0",
          "?",
          ".",
          "...",
          ",",
          ";",
          ":",
          "\n",
          "\n\n",
          "x",
          "\\pi",
          "\\sqrt{",
          "\\sqrt[3",
          "\\pm",
          "\\infty",
          "1e9",
          "9999999999",
          "^{99999}",
          "So",
          "wait,",
          "Actually,",
          "just kidding",
          "Question:",
          "Explanation:",
          "Check:",
          "apples",
          "dollars",
          "thousand",
          "twenty-one",
          "between",
          "at least",
          "#",
          "**",
          "`",
          "\\text{",
          "\\left(",
          "\\right)",
          "\u0667",
          "\uff17",
          "\u200b",
          "\u0430",
          "\ud83d",
          "\ud83d\ude00",
          "\0",
          "\t",
          "1. ",
          "| 7 |",
          "\\begin{pmatrix}",
          "\\end{pmatrix}",
          "&",
          "\\\\");

  /** Completions that are judged against numbers. */
  static CompletionFuzz numbers(long seed) {
    return new CompletionFuzz(
        new MathVerifier(), List.of("7", "42"), List.of(), PIECES, "math-answers.tsv", seed);
  }

  /** Completions that are judged against expressions. */
  static CompletionFuzz expressions(long seed) {
    return new CompletionFuzz(
        new MathVerifier(),
        List.of("\\frac{x+1}{2}", "\\sqrt{2}"),
        List.of(),
        PIECES,
        "expression-answers.tsv",
        seed);
  }

  @Test
  void thousandsOfCompletionsHaveVerdicts() {
    assertThat(numbers(1).run(5_000).outcomes()).containsKey(Verdict.State.CORRECT);
    assertThat(expressions(2).run(5_000).outcomes()).containsKey(Verdict.State.CORRECT);
  }
}
