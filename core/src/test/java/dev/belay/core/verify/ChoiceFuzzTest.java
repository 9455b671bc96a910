package dev.belay.core.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChoiceFuzzTest {
  private static final List<String> OPTIONS =
      List.of("A worm", "Backdoor Trojan", "Rootkit", "Keylogger");
  private static final List<String> PIECES =
      List.of(
          "A",
          "B",
          "C",
          "D",
          "(A)",
          "(B)",
          "[C]",
          "B.",
          "b)",
          "**B**",
          "A worm",
          "Backdoor Trojan",
          "rootkit",
          "The answer is",
          "answer:",
          "option",
          "not",
          "isn't",
          "or",
          "and",
          "but",
          "otherwise",
          "maybe",
          "also",
          "is right",
          "is wrong",
          "is also correct",
          "Yes",
          "No",
          "?",
          "!",
          ".",
          ",",
          ";",
          ":",
          "...",
          "\u2026",
          "->",
          "=",
          "|",
          "/",
          "\n",
          "\n\n",
          "so",
          "it's",
          "I choose",
          "wait,",
          "just kidding.",
          "\\boxed{",
          "}",
          "####",
          "<answer>",
          "</answer>",
          "\"",
          "'",
          "`",
          "$",
          "~",
          "#",
          "\u7b54\u6848",
          "Antwort:",
          "nicht",
          "\uff22",
          "\u24b7",
          "\u200b",
          "\ud83d",
          "\0",
          "1.",
          "-",
          "I",
          "a",
          "Which one?",
          "{\"answer\":",
          "isn't it?");

  static CompletionFuzz choices(long seed) {
    return new CompletionFuzz(
        new ChoiceVerifier(),
        List.of("A", "B", "C", "D"),
        OPTIONS,
        PIECES,
        "choice-answers.tsv",
        seed);
  }

  @Test
  void thousandsOfCompletionsHaveVerdicts() {
    assertThat(choices(1).run(10_000).outcomes())
        .containsKeys(Verdict.State.CORRECT, Verdict.State.INCORRECT, Verdict.State.UNDECIDED);
  }
}
