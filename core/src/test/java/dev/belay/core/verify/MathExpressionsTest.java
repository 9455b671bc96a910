package dev.belay.core.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.data.Problem;
import dev.belay.core.data.Reference;
import dev.belay.core.data.SourceLine;
import dev.belay.core.model.Answer;
import dev.belay.core.model.FinishReason;
import dev.belay.core.verify.Verdict.State;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** References that are no numbers: how they are read, found, cut off, restated. */
class MathExpressionsTest {
  private static final String GOLD = "9\\pi";

  private final MathVerifier verifier = new MathVerifier();

  private static Problem problem(String question, String gold) {
    return new Problem("p", question, gold, new SourceLine("test", 1));
  }

  private Verdict cutOff(String completion) {
    Answer answer = Answer.of(completion, FinishReason.LENGTH, Optional.empty());
    return verifier.verify(answer, problem("", GOLD));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "So it is \\boxed{9\\pi}, since",
        "#### $9\\pi$\nNext",
        "The answer is $9\\pi$. It fol",
        "Answer: $9\\pi$\n\nExplan",
        "$9\\pi$\n\nTo get this, square",
        "<answer>9\\pi</answer> bec"
      })
  void anAnswerThatWasClosedBeforeTheCutCounts(String completion) {
    Verdict verdict = cutOff(completion);
    assertThat(verdict.state()).as(verdict.reason()).isEqualTo(State.CORRECT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The area is $9\\pi$",
        "The answer is $9\\pi$",
        "The answer is 9\\pi.",
        "So it is \\boxed{9\\pi",
        "#### 9\\pi",
        "<answer>9\\pi",
        "<think>It is \\boxed{9\\pi}. Let me"
      })
  void whatIsCutOffBeforeItsAnswerIsClosedIsNoSuccess(String completion) {
    Verdict verdict = cutOff(completion);
    assertThat(verdict.state()).as(verdict.reason()).isEqualTo(State.INCORRECT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "so \\boxed{9\\pi}                 ~ in \\boxed: 9\\pi",
        "#### $9\\pi$                      ~ after ####: 9\\pi",
        "<answer>$9\\pi$</answer>          ~ in <answer>: 9\\pi",
        "The answer is $9\\pi$.            ~ after \"answer\": 9\\pi",
        "$9\\pi$                           ~ whole completion: 9\\pi",
        "The area is $9\\pi$.              ~ last expression: 9\\pi"
      })
  void verdictsNameTheRule(String completion, String reason) {
    Verdict verdict = verifier.verify(completion, GOLD);
    assertThat(verdict.state()).isEqualTo(State.CORRECT);
    assertThat(verdict.reason()).isEqualTo(reason);
    assertThat(verdict.extracted()).isEqualTo(GOLD);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "\\boxed{9\\pi} or \\boxed{6\\pi}              ~ 9\\pi",
        "\\boxed{9\\pi}\\n\\n\\boxed{6\\pi}            ~ 9\\pi",
        "The answer is $9\\pi$ or $6\\pi$.             ~ 9\\pi",
        "\\boxed{5} and \\boxed{7}                     ~ 7",
        "The answer is 5 or 7.                         ~ 7",
        "The answer is (B) or (C).                     ~ \\text{(C)}"
      })
  void severalAnswersAreNeverCredited(String completion, String gold) {
    MathVerifier other = new MathVerifier(SeveralAnswers.UNDECIDED);
    assertThat(verifier.verify(completion, gold).state()).isEqualTo(State.INCORRECT);
    assertThat(other.verify(completion, gold).state()).isEqualTo(State.UNDECIDED);
    assertThat(other.name()).isEqualTo("math-undecided");
    assertThat(other.verify("\\boxed{" + gold + "}", gold).state()).isEqualTo(State.CORRECT);
    assertThat(other.verify("I do not know.", gold).state()).isEqualTo(State.INCORRECT);
  }

  @Test
  void whatRestatesTheQuestionSolvesNothing() {
    Problem simplify = problem("Simplify $\\sqrt{18}$.", "3\\sqrt{2}");
    assertThat(verifier.verify("\\boxed{\\sqrt{18}}", simplify).reason())
        .isEqualTo("in \\boxed: \\sqrt{18} only restates the question");
    assertThat(verifier.verify("\\boxed{\\sqrt{18}}", simplify).state()).isEqualTo(State.INCORRECT);
    assertThat(verifier.verify("\\boxed{3\\sqrt{2}}", simplify).state()).isEqualTo(State.CORRECT);
    Problem evaluate = problem("Evaluate log: $\\log_2 8$.", "3");
    assertThat(verifier.verify("\\boxed{\\log_2 8}", evaluate).state()).isEqualTo(State.INCORRECT);
    assertThat(verifier.verify("\\boxed{3}", evaluate).state()).isEqualTo(State.CORRECT);
    Problem choose = problem("Which is larger, $\\sqrt{2}$ or $\\sqrt{3}$?", "\\sqrt{3}");
    assertThat(verifier.verify("\\boxed{\\sqrt{3}}", choose).state()).isEqualTo(State.CORRECT);
    Problem plain = problem("What is (x+1)^2 expanded?", "x^2+2x+1");
    assertThat(verifier.verify("\\boxed{(x + 1)^2}", plain).state()).isEqualTo(State.INCORRECT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\sqrt{2}",
        "(1, 2)",
        "x > 1",
        "\\text{even}",
        "red",
        "\\frac{\\pi}{6}",
        "3 + 2i",
        "B",
        "\\text{(E)}",
        "y = 2x + 1",
        "\\{1, 2\\}",
        "[0, 1)",
        "2k",
        "$\\sqrt{2}$",
        "\\boxed{5}",
        "\\begin{pmatrix} 1 \\\\ 2 \\end{pmatrix}",
        "1 \\pm \\sqrt{2}",
        "no solution"
      })
  void referencesOfAnyKindAreRead(String gold) {
    assertThat(verifier.referenceIssue(problem("?", gold))).isEmpty();
    assertThat(verifier.verify("\\boxed{" + gold + "}", gold).state()).isEqualTo(State.CORRECT);
    assertThat(verifier.verify("\\boxed{17}", gold).state()).isEqualTo(State.INCORRECT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "$$",
        "1/0",
        "7?",
        "2 + 1 = 3",
        "2 + 1 = 3\n#### 3",
        "about 1",
        "2024-01-01",
        "between 5 and 9",
        "\\frac{1}{",
        "First we add the two numbers that are given, and then we take half of it."
      })
  void whatNoCompletionCouldMeetIsAnError(String gold) {
    assertThat(verifier.verify("7", gold).state()).isEqualTo(State.ERROR);
    assertThat(verifier.referenceIssue(problem("?", gold)))
        .hasValueSatisfying(reason -> assertThat(reason).startsWith("the reference answer \""));
  }

  @Test
  void anotherKindOfReferenceIsAnError() {
    Reference choice = new Reference.Choice("A", List.of("left", "right"));
    Problem problem = new Problem("p", "?", choice, null, new SourceLine("test", 1), "");
    assertThat(verifier.verify("A", problem).state()).isEqualTo(State.ERROR);
  }
}
