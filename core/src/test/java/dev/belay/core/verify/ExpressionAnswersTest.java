package dev.belay.core.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.verify.Verdict.State;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers that are expressions or words, as models give them in the style of MATH. */
class ExpressionAnswersTest {

  static Stream<AnswerCasesTest.Case> rows() throws IOException {
    return AnswerCasesTest.cases("expression-answers.tsv");
  }

  @ParameterizedTest
  @MethodSource("rows")
  void asAReaderWouldJudge(AnswerCasesTest.Case row) {
    Verdict verdict = new MathVerifier().verify(row.completion(), row.gold());
    State right = row.right().equals("C") ? State.CORRECT : State.INCORRECT;
    assertThat(verdict.state()).as("%s: %s", row, verdict).isEqualTo(right);
  }
}
