package dev.belay.core.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.model.Answer;
import dev.belay.core.verify.Verdict.State;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile texts: no exception, few pieces read, and none credited by accident. */
class ExpressionWorkTest {
  private static final String SIGNS = "$\\{}()[]#<>.,=*^_-+ \n0179xyabi|&%!?:;\u221a\u03c0\u200b";

  /** Counts the pieces that are read. */
  private static final class Counting implements ExpressionExtraction.Reading {
    private final ExpressionReading reading = new ExpressionReading(false, false);
    private int asked;

    @Override
    public boolean isMathematics(String piece) {
      asked++;
      return reading.isMathematics(piece);
    }

    @Override
    public boolean isMathematicsInWords(String piece) {
      asked++;
      return reading.isMathematicsInWords(piece);
    }

    @Override
    public boolean same(String piece, String other) {
      asked++;
      return reading.same(piece, other);
    }

    @Override
    public boolean wantsWords() {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$1$ ",
        "not $1$ ",
        "$x$ or ",
        "\\boxed{",
        "\\boxed{1} ",
        "<answer>",
        "<answer>1</answer>",
        "#### 1\n",
        "answer is ",
        "The answer is $x$. ",
        "answer: ",
        "\\(",
        "\\[",
        "$",
        "$$",
        "x=",
        "so = 1. ",
        "1, ",
        "(",
        "{",
        "\\frac{1}{",
        "\\begin{align}",
        "is (",
        "which 2 for ",
        "5 or ",
        "\\implies ",
        "\u200b",
        "a ",
        "?",
        "1. "
      })
  void fewPiecesOfALongTextAreRead(String piece) {
    Counting reading = new Counting();
    String text = piece.repeat(20_000 / piece.length());
    Found found = ExpressionExtraction.extract(text, reading);
    assertThat(found).isNotNull();
    assertThat(reading.asked).isLessThan(2000);
    assertThat(new MathVerifier().verify(text, "9\\pi").state()).isEqualTo(State.INCORRECT);
  }

  @Test
  void mutatedTextsThrowNothing() throws IOException {
    List<AnswerCasesTest.Case> rows = AnswerCasesTest.cases("expression-answers.tsv").toList();
    Random random = new Random(5);
    MathVerifier verifier = new MathVerifier();
    for (int i = 0; i < 10_000; i++) {
      AnswerCasesTest.Case row = rows.get(i % rows.size());
      String completion = mutated(row.completion(), random);
      String gold = i % 3 == 0 ? mutated(row.gold(), random) : row.gold();
      Verdict verdict = verifier.verify(completion, gold);
      assertThat(verdict.reason()).as(completion).isNotBlank();
    }
  }

  @Test
  void anEmptyOrBlankAnswerIsIncorrect() {
    assertThat(new MathVerifier().verify("", "x^2").reason()).isEqualTo("empty completion");
    assertThat(Answer.of(" ").text()).isBlank();
  }

  private static String mutated(String text, Random random) {
    StringBuilder mutated = new StringBuilder(text);
    for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
      int at = random.nextInt(mutated.length() + 1);
      char sign = SIGNS.charAt(random.nextInt(SIGNS.length()));
      switch (random.nextInt(3)) {
        case 0 -> mutated.insert(at, sign);
        case 1 -> mutated.delete(at, Math.min(mutated.length(), at + 1 + random.nextInt(3)));
        default -> mutated.replace(at, Math.min(mutated.length(), at + 1), "" + sign);
      }
    }
    return mutated.toString();
  }
}
