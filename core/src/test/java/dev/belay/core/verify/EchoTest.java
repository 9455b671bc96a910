package dev.belay.core.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.data.Problem;
import dev.belay.core.data.SourceLine;
import dev.belay.core.verify.Verdict.State;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EchoTest {
  private static final String QUESTION =
      "Nina has 3 red marbles. How many more does she need until she owns 12, if she found 7?";
  private static final SourceLine SOURCE = new SourceLine("test", 1);
  private static final Problem MARBLES = new Problem("p", QUESTION, "7", SOURCE);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s",
        "%1$s\n%1$s",
        "The question is: %s",
        "Question: %s\nAnswer:",
        "**%s**",
        "How many more does she need until she owns 12, if she found 7"
      })
  void theQuestionSaidBackIsNoAnswer(String form) {
    String completion = form.replace("%1$s", QUESTION).replace("%s", QUESTION);
    Verdict verdict = new MathVerifier().verify(completion, MARBLES);
    assertThat(verdict.state()).as(verdict.reason()).isEqualTo(State.INCORRECT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s\n7",
        "Question: %s\nAnswer: 7",
        "%s The answer is 7.",
        "7\n\n%s",
        "She needs 12 - 3 = 9, and found 2, so 7."
      })
  void anAnswerBesideTheQuestionCounts(String form) {
    Verdict verdict = new MathVerifier().verify(form.replace("%s", QUESTION), MARBLES);
    assertThat(verdict.state()).as(verdict.reason()).isEqualTo(State.CORRECT);
  }

  @Test
  void theOptionInAQuestionSaidTwiceIsNone() {
    String question = "A rootkit hides itself from the user of a machine. What is it?";
    Problem problem =
        new Problem("p", question, "B", null, SOURCE, "", List.of("a worm", "A rootkit"));
    ChoiceVerifier choice = new ChoiceVerifier();
    assertThat(choice.verify(question + "\n" + question, problem).extracted()).isNull();
    assertThat(choice.verify(question + "\nB", problem).state()).isEqualTo(State.CORRECT);
  }

  @Test
  void onlyTheWholeQuestionIsTakenOut() {
    String question = "What is one hundred and 12 + 5?";
    assertThat(Echo.without(question, "What is one hundred and 12 + 55"))
        .isEqualTo("What is one hundred and 12 + 55");
    assertThat(Echo.without(question, "what is one hundred and 12 + 5? 117"))
        .isEqualTo(" ".repeat(30) + "? 117");
    assertThat(Echo.without("What is 2 + 5?", "What is 2 + 5? 7")).isEqualTo("What is 2 + 5? 7");
  }

  @Test
  void longTextsTakeTimeInProportion() {
    String question = "How many of them are there? ".repeat(100);
    String text = question.repeat(100);
    assertThat(Echo.without(question, text)).doesNotContain("many");
    assertThat(Echo.without("x".repeat(1_000_000), text)).isEqualTo(text);
  }
}
