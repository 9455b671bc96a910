package dev.belay.core.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.data.Problem;
import dev.belay.core.data.SourceLine;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a reference answer can be read is known without any completion. */
class ReferenceIssueTest {

  private static Problem problem(String gold, String... choices) {
    return new Problem("p", "?", gold, null, new SourceLine("test", 1), "", List.of(choices));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "3.0", "-1/2", "1,000", "50%"})
  void numbersAreRead(String gold) {
    assertThat(new MathVerifier().referenceIssue(problem(gold))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"red", "\\sqrt{2}", "B", "(1, 2)"})
  void expressionsAndWordsAreRead(String gold) {
    assertThat(new MathVerifier().referenceIssue(problem(gold))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2 + 1 = 3", "2 + 1 = 3\n#### 3"})
  void whatIsNoFinalAnswerIsNot(String gold) {
    assertThat(new MathVerifier().referenceIssue(problem(gold)))
        .hasValueSatisfying(reason -> assertThat(reason).startsWith("the reference answer"));
  }

  @Test
  void aLetterMustBeAnOptionOfTheProblem() {
    ChoiceVerifier verifier = new ChoiceVerifier();
    assertThat(verifier.referenceIssue(problem("B", "left", "right"))).isEmpty();
    assertThat(verifier.referenceIssue(problem("C", "left", "right"))).isPresent();
    assertThat(verifier.referenceIssue(problem("C"))).isEmpty();
    assertThat(verifier.referenceIssue(problem("3", "left", "right"))).isPresent();
  }

  @Test
  void aProblemsKindIsToldByItsOptionsOrItsAnswer() {
    assertThat(Verifiers.of(problem("3")).name()).isEqualTo("math");
    assertThat(Verifiers.of(problem("B", "left", "right"))).isInstanceOf(ChoiceVerifier.class);
    assertThat(Verifiers.of(problem("B")).name()).isEqualTo("choice");
    assertThat(Verifiers.of(problem("red")).name()).isEqualTo("math");
  }
}
