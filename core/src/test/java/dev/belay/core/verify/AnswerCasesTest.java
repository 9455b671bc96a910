package dev.belay.core.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.data.Problem;
import dev.belay.core.data.SourceLine;
import dev.belay.core.model.Answer;
import dev.belay.core.model.FinishReason;
import dev.belay.core.verify.Verdict.State;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers in the forms in which models give them: completion, reference answer, what is right. */
class AnswerCasesTest {
  private static final List<String> OPTIONS =
      List.of("A worm", "Backdoor Trojan", "Rootkit", "Keylogger");

  record Case(String completion, String gold, String right) {}

  static Stream<Case> cases(String resource) throws IOException {
    try (@Nullable InputStream in = AnswerCasesTest.class.getResourceAsStream(resource)) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split("\t", -1))
          .map(cells -> new Case(cells[0].replace("\\n", "\n"), cells[1], cells[2]));
    }
  }

  static Stream<Case> math() throws IOException {
    return cases("math-answers.tsv");
  }

  static Stream<Case> choice() throws IOException {
    return cases("choice-answers.tsv");
  }

  private static void check(Case wanted, Verdict verdict) {
    List<State> right =
        switch (wanted.right()) {
          case "C" -> List.of(State.CORRECT);
          case "ERROR" -> List.of(State.ERROR);
          default -> List.of(State.INCORRECT, State.UNDECIDED);
        };
    assertThat(verdict.state()).as("%s: %s", wanted, verdict).isIn(right);
  }

  @ParameterizedTest
  @MethodSource("math")
  void mathematics(Case wanted) {
    check(wanted, new MathVerifier().verify(wanted.completion(), wanted.gold()));
  }

  @ParameterizedTest
  @MethodSource("choice")
  void options(Case wanted) {
    check(
        wanted,
        verdict(new ChoiceVerifier(), wanted.completion(), wanted.gold(), FinishReason.EOS));
  }

  private static Verdict verdict(
      Verifier verifier, String completion, String gold, FinishReason finishReason) {
    List<String> options = verifier instanceof ChoiceVerifier ? OPTIONS : List.of();
    return verifier.verify(
        Answer.of(completion, finishReason, Optional.empty()),
        new Problem("p", "?", gold, null, new SourceLine("test", 1), "", options));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "56 + 23 = 7",
        "The answer is 7",
        "The answer is 7.",
        "So the result is \\boxed{7",
        "#### 7",
        "The answer is 7 apples and th",
        "<think>It is \\boxed{7}. Let me"
      })
  void whatIsCutOffBeforeItsAnswerIsClosedIsNoSuccess(String completion) {
    Verdict verdict = verdict(new MathVerifier(), completion, "7", FinishReason.LENGTH);
    assertThat(verdict.state()).as(verdict.reason()).isEqualTo(State.INCORRECT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "So it is \\boxed{7}, since",
        "#### 7\nNext",
        "The answer is 7. It fol",
        "Answer: 7\n\nExplan",
        "7\n\nTo get this, add"
      })
  void anAnswerThatWasClosedBeforeTheCutCounts(String completion) {
    Verdict verdict = verdict(new MathVerifier(), completion, "7", FinishReason.LENGTH);
    assertThat(verdict.state()).as(verdict.reason()).isEqualTo(State.CORRECT);
  }

  @Test
  void choicesThatWereCutOff() {
    ChoiceVerifier choice = new ChoiceVerifier();
    assertThat(verdict(choice, "B", "B", FinishReason.LENGTH).state()).isEqualTo(State.CORRECT);
    assertThat(verdict(choice, "The answer is B. A wo", "B", FinishReason.LENGTH).state())
        .isEqualTo(State.CORRECT);
    assertThat(verdict(choice, "The answer is B", "B", FinishReason.LENGTH).state())
        .isEqualTo(State.INCORRECT);
    assertThat(verdict(choice, "<think>\nThe answer is B. But", "B", FinishReason.LENGTH).reason())
        .isEqualTo("cut off inside its reasoning");
  }
}
