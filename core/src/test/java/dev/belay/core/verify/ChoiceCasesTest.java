package dev.belay.core.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.core.data.Problem;
import dev.belay.core.data.SourceLine;
import dev.belay.core.model.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Completions in the many ways in which an option is named, ruled out, hedged or taken back: {@code
 * choice-cases.jsonl}, written by hand.
 */
class ChoiceCasesTest {

  private static final ChoiceVerifier VERIFIER = new ChoiceVerifier();
  private static final ObjectMapper JSON = new ObjectMapper();

  static List<JsonNode> cases() throws IOException {
    try (InputStream in = ChoiceCasesTest.class.getResourceAsStream("choice-cases.jsonl")) {
      String lines = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      List<JsonNode> cases = new ArrayList<>();
      for (String line : lines.lines().toList()) {
        cases.add(JSON.readTree(line));
      }
      return cases;
    }
  }

  private static Verdict verdict(JsonNode given, String gold) {
    List<String> options = new ArrayList<>();
    given.get("options").forEach(option -> options.add(option.textValue()));
    SourceLine source = new SourceLine("test", 1);
    Problem problem = new Problem("p", "Which?", gold, null, source, "", options);
    return VERIFIER.verify(given.get("completion").textValue(), problem);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isCreditedForTheRightOptionAlone(JsonNode given) {
    String gold = given.get("gold").textValue();
    boolean correct = given.get("correct").booleanValue();
    Verdict verdict = verdict(given, gold);
    if (correct) {
      assertThat(verdict.state()).as(verdict.toString()).isEqualTo(Verdict.State.CORRECT);
      for (int i = 0; i < given.get("options").size(); i++) {
        String other = String.valueOf((char) ('A' + i));
        if (!other.equals(gold)) {
          assertThat(verdict(given, other).state()).isEqualTo(Verdict.State.INCORRECT);
        }
      }
    } else {
      assertThat(verdict.state()).as(verdict.toString()).isNotEqualTo(Verdict.State.CORRECT);
    }
  }

  private static Verdict verdict(String completion, String gold, String... options) {
    SourceLine source = new SourceLine("test", 1);
    return VERIFIER.verify(
        completion, new Problem("p", "Which?", gold, null, source, "", List.of(options)));
  }

  @Test
  void aListOfTheOptionsSettlesOnNone() {
    List<String> texts = List.of("Receiver", "Sender", "Modem", "Translator");
    for (String gold : List.of("A", "B", "C", "D")) {
      for (String list :
          List.of(
              "A. Receiver\nB. Sender\nC. Modem\nD. Translator",
              "Receiver\nSender\nModem\nTranslator",
              "Receiver, Sender, Modem, Translator")) {
        assertThat(verdict(list, gold, texts.toArray(String[]::new)).state())
            .as(list)
            .isNotEqualTo(Verdict.State.CORRECT);
      }
    }
  }

  @Test
  void optionsThatDifferBySignsAreToldApart() {
    String[] options = {"5 \u00d7 (19 + 12)", "(5 \u00d7 19) + 12", "f(c) = 1", "f(c) \u2260 1"};
    assertThat(verdict("5 \u00d7 (19 + 12)", "A", options).state())
        .isEqualTo(Verdict.State.CORRECT);
    assertThat(verdict("The answer is (5 \u00d7 19) + 12.", "B", options).state())
        .isEqualTo(Verdict.State.CORRECT);
    assertThat(verdict("The answer is (5 \u00d7 19) + 12.", "A", options).state())
        .isEqualTo(Verdict.State.INCORRECT);
    assertThat(verdict("5 \u00d7 19 + 12", "A", options).extracted()).isNull();
  }

  @Test
  void theQuestionRepeatedIsNoAnswer() {
    String question = "A rootkit hides itself from the user of a machine. What is a rootkit?";
    SourceLine source = new SourceLine("test", 1);
    Problem problem =
        new Problem("p", question, "B", null, source, "", List.of("A worm", "A rootkit"));
    assertThat(VERIFIER.verify(question, problem).state()).isEqualTo(Verdict.State.INCORRECT);
    assertThat(VERIFIER.verify("A rootkit", problem).state()).isEqualTo(Verdict.State.CORRECT);
  }

  @Test
  void optionsMayBeNamedByTheLettersOfOthers() {
    String[] options = {"red", "blue", "green", "B and C"};
    assertThat(verdict("The answer is B and C.", "D", options).state())
        .isEqualTo(Verdict.State.CORRECT);
    assertThat(verdict("B and C", "D", options).state()).isEqualTo(Verdict.State.CORRECT);
    assertThat(verdict("The answer is B and C.", "B", options).state())
        .isEqualTo(Verdict.State.INCORRECT);
  }

  @Test
  void thousandsOfCompletionsAreCreditedForOneOptionAtMost() {
    List<String> parts =
        List.of(
            "A",
            "B",
            "(C)",
            "D.",
            " ",
            " ",
            "\n",
            " is ",
            "wrong",
            "the answer is ",
            "not ",
            "or ",
            ", ",
            "so ",
            "option ",
            "\\boxed{",
            "}",
            "<answer>",
            "</answer>",
            "#### ",
            "a worm",
            "?",
            "I think ",
            "but ",
            "wait, ",
            "**",
            "$",
            "\u200b",
            "\uff22",
            "\ud800",
            "it's ",
            ":",
            "答案");
    Random random = new Random(3);
    for (int i = 0; i < 10_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int part = random.nextInt(20); part > 0; part--) {
        text.append(parts.get(random.nextInt(parts.size())));
      }
      int credited = 0;
      for (String gold : List.of("A", "B", "C", "D")) {
        Verdict verdict = VERIFIER.verify(text.toString(), gold);
        credited += verdict.state() == Verdict.State.CORRECT ? 1 : 0;
      }
      assertThat(credited).as(text.toString()).isLessThanOrEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A ",
        "answer ",
        "answer is ",
        "not ",
        "the ",
        "(",
        "\"",
        "or ",
        "A, ",
        "\n",
        " ",
        ",",
        "is ",
        "wait, ",
        "\\boxed{",
        "<answer>",
        "#",
        "answer is, of course, ",
        "wrong answer ",
        "A. ",
        "\nA. ",
        "no, ",
        "sorry, C ",
        "that is wrong. ",
        "it could be B, ",
        "C\nQ: "
      })
  void longRunsAreJudged(String part) {
    Answer answer = Answer.of(part.repeat(100_000 / part.length()));
    SourceLine source = new SourceLine("test", 1);
    Problem problem =
        new Problem("p", "Which?", "B", null, source, "", List.of("one", "two", "three"));
    assertThat(VERIFIER.verify(answer, problem).state()).isNotEqualTo(Verdict.State.CORRECT);
  }
}
