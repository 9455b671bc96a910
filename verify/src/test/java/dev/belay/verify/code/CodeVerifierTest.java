package dev.belay.verify.code;

import static dev.belay.core.verify.Verdict.State.CORRECT;
import static dev.belay.core.verify.Verdict.State.ERROR;
import static dev.belay.core.verify.Verdict.State.INCORRECT;
import static dev.belay.verify.code.CodeFixture.ADD;
import static dev.belay.verify.code.CodeFixture.problem;
import static dev.belay.verify.code.CodeFixture.state;
import static dev.belay.verify.code.CodeFixture.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.data.Problem;
import dev.belay.core.data.Reference.UnitTests;
import dev.belay.core.data.SourceLine;
import dev.belay.core.model.Answer;
import dev.belay.core.model.FinishReason;
import dev.belay.core.verify.Attempt;
import dev.belay.core.verify.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CodeVerifierTest {

  private static final String RIGHT = "def add(a, b):\n    return a + b\n";
  private static final String WRONG = "def add(a, b):\n    return a - b\n";

  /** In the form of HumanEval: the prompt has a helper, the tests take a candidate. */
  private static final Problem PROMPTED =
      problem(
          """
          from typing import List


          def double(x: int) -> int:
              return 2 * x


          def halves(numbers: List[int]) -> List[int]:
              \"""Inverts double in each of the numbers.\"""
          """,
          "halves",
          """
          METADATA = {'author': 'me'}

          def check(candidate):
              assert candidate([]) == []
              for n in range(3):
                  assert candidate([double(n)]) == [n]
          """);

  @Test
  void passesWhatIsRightAndNothingElse() {
    assertThat(verdict(RIGHT, ADD).state()).isEqualTo(CORRECT);
    assertThat(verdict(RIGHT, ADD).extracted()).isEqualTo(RIGHT.strip());
    Verdict wrong = verdict(WRONG, ADD);
    assertThat(wrong.state()).isEqualTo(INCORRECT);
    assertThat(wrong.reason()).contains("test 1: assert add(2, 3) == 5: AssertionError");
    assertThat(state("def sub(a, b):\n    return a\n", ADD)).isEqualTo(INCORRECT);
    assertThat(verdict("def add(a, b):\n    return 1 / 0", ADD).reason())
        .contains("ZeroDivisionError: division by zero");
    assertThat(state("I cannot write code.", ADD)).isEqualTo(INCORRECT);
    assertThat(state("", ADD)).isEqualTo(INCORRECT);
  }

  @Test
  void readsCompletionsThatContinueThePrompt() {
    String body = "    return [n // 2 for n in numbers]\n";
    assertThat(state(body, PROMPTED)).isEqualTo(CORRECT);
    assertThat(state(body.strip(), PROMPTED)).isEqualTo(CORRECT);
    assertThat(state(body + "\n\nprint(halves([2, 4]))\n\nAnd this is why", PROMPTED))
        .isEqualTo(CORRECT);
    assertThat(state("```python\n" + body + "```", PROMPTED)).isEqualTo(CORRECT);
    assertThat(state("    return numbers\n", PROMPTED)).isEqualTo(INCORRECT);
    assertThat(state("    pass\n", PROMPTED)).isEqualTo(INCORRECT);
  }

  @Test
  void readsWholeFunctions() {
    String whole = "def halves(numbers):\n    return [n // 2 for n in numbers]\n";
    assertThat(state(whole, PROMPTED)).isEqualTo(CORRECT);
    assertThat(state("Sure!\n\n```python\n" + whole + "```\nIt halves.", PROMPTED))
        .isEqualTo(CORRECT);
    assertThat(state("Here it is:\n" + whole + "\nThis halves each number.", PROMPTED))
        .isEqualTo(CORRECT);
    assertThat(state("```python\nfrom __future__ import annotations\n" + whole + "```", PROMPTED))
        .isEqualTo(CORRECT);
    assertThat(state("```\n" + whole, PROMPTED)).as("cut off after its end").isEqualTo(CORRECT);
  }

  @Test
  void takesTheLastOfSeveralBlocks() {
    String two = "```python\n" + RIGHT + "```\nor rather\n```python\n" + WRONG + "```";
    assertThat(state(two, ADD)).isEqualTo(INCORRECT);
    String helper = "```python\ndef plus(a, b):\n    return a + b\n```\nthen\n";
    String user = "```python\ndef add(a, b):\n    return plus(a, b)\n```\n";
    String shown = "It prints\n```\n5\n```";
    assertThat(state(helper + user + shown, ADD)).isEqualTo(CORRECT);
  }

  @Test
  void judgesOnlyTheAnswer() {
    String reasoned = "<think>\n```python\n" + RIGHT + "```\n</think>\n";
    assertThat(state(reasoned + "No.", ADD)).isEqualTo(INCORRECT);
    assertThat(state(reasoned + RIGHT, ADD)).isEqualTo(CORRECT);
    Answer cut = Answer.of("<think>\n" + RIGHT, FinishReason.LENGTH, Optional.empty());
    assertThat(CodeVerifier.isolated().verify(cut, ADD).state()).isEqualTo(INCORRECT);
  }

  @Test
  void codeThatWasClosedBeforeTheCutIsWhole() {
    CodeVerifier verifier = CodeVerifier.isolated();
    Answer closed = cut("```python\n" + RIGHT + "```\nThis adds the two num");
    assertThat(verifier.isWhole(closed, ADD)).isTrue();
    assertThat(verifier.verify(closed, ADD).state()).isEqualTo(CORRECT);
    Answer wrong = cut("```python\n" + WRONG + "```\nThis adds the two num");
    assertThat(verifier.isWhole(wrong, ADD)).isTrue();
    assertThat(verifier.verify(wrong, ADD).state()).isEqualTo(INCORRECT);
    Answer open = cut("```python\n" + RIGHT);
    assertThat(verifier.isWhole(open, ADD)).isFalse();
    assertThat(verifier.verify(open, ADD).state()).isEqualTo(INCORRECT);
    assertThat(verifier.verify(open, ADD).reason()).isEqualTo("cut off before its code was closed");
    assertThat(verifier.isWhole(cut("<think>\n```\n" + RIGHT + "```\n"), ADD)).isFalse();
    assertThat(verifier.isWhole(Answer.of(RIGHT), ADD)).isTrue();
  }

  private static Answer cut(String completion) {
    return Answer.of(completion, FinishReason.LENGTH, Optional.empty());
  }

  @Test
  void judgesManyAtATimeInTheirOrder() {
    List<Attempt> attempts = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      attempts.add(new Attempt(Answer.of(i % 3 == 0 ? RIGHT : i % 3 == 1 ? WRONG : ""), ADD));
    }
    List<Verdict> verdicts = CodeVerifier.isolated().verifyAll(attempts);
    for (int i = 0; i < 12; i++) {
      assertThat(verdicts.get(i).state()).isEqualTo(i % 3 == 0 ? CORRECT : INCORRECT);
    }
    assertThat(CodeVerifier.isolated().verifyAll(attempts)).isEqualTo(verdicts);
    assertThat(CodeVerifier.isolated().verifyAll(List.of())).isEmpty();
  }

  @Test
  void namesTestsThatNoCodeCouldPass() {
    CodeVerifier verifier = CodeVerifier.isolated();
    assertThat(verifier.referenceIssue(ADD)).isEmpty();
    assertThat(verifier.referenceIssue(PROMPTED)).isEmpty();
    assertThat(verifier.referenceIssue(problem("", "f", "assert f( == 1")).orElseThrow())
        .contains("test 1 is no Python");
    assertThat(verifier.referenceIssue(problem("", "f", "f(1)")).orElseThrow())
        .contains("the tests assert nothing");
    assertThat(verifier.referenceIssue(problem("", "f")).orElseThrow())
        .contains("the tests assert nothing");
    assertThat(
            verifier
                .referenceIssue(problem("", "", "def check(candidate):\n  assert candidate(1)"))
                .orElseThrow())
        .contains("no entry point");
    assertThat(state(RIGHT, problem("", "add", "assert add( == 1"))).isEqualTo(ERROR);
    Problem number = new Problem("p", "q", "5", new SourceLine("test", 1));
    assertThat(verifier.referenceIssue(number).orElseThrow()).contains("no unit tests");
    assertThat(verifier.verify(RIGHT, number).state()).isEqualTo(ERROR);
  }

  @Test
  void runsSetupTestFunctionsAndTestCases() {
    UnitTests setup =
        new UnitTests(
            "", "total", "root = Node(1)\nroot.left = Node(2)", List.of("assert total(root) == 3"));
    String tree =
        """
        class Node:
            def __init__(self, value):
                self.value, self.left, self.right = value, None, None

        def total(node):
            return 0 if node is None else node.value + total(node.left) + total(node.right)
        """;
    assertThat(state(tree, problem(setup))).isEqualTo(CORRECT);
    String cases =
        """
        import unittest
        class AddTest(unittest.TestCase):
            def test_sum(self):
                self.assertEqual(add(1, 2), 3)
            def test_error(self):
                with self.assertRaises(TypeError):
                    add(1, "2")
        """;
    assertThat(state(RIGHT, problem("", "add", cases))).isEqualTo(CORRECT);
    assertThat(state(WRONG, problem("", "add", cases))).isEqualTo(INCORRECT);
    String functions = "def test_sum():\n    assert add(1, 2) == 3\n";
    assertThat(state(RIGHT, problem("", "add", functions))).isEqualTo(CORRECT);
    assertThat(state(WRONG, problem("", "add", functions))).isEqualTo(INCORRECT);
  }

  @Test
  void doesNotRunWhatIsTooLong() {
    assertThat(verdict("#".repeat(CodeVerifier.MAX_CHARACTERS + 1), ADD).reason())
        .contains("longer than");
  }
}
