package dev.belay.core.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What hostile texts cost: operands looked at, which must not grow faster than the text. */
class ReadingWorkTest {

  /** Brackets are followed so deep, so no operand is looked at more often. */
  private static final long MOST_LOOKS = AmountParser.MAX_DEPTH + 2L;

  private static long steps(String text) {
    AmountScanner scanner = new AmountScanner(MathTokens.of(text));
    scanner.scan();
    return scanner.steps();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        "answer: ",
        "answer is 1 ",
        "option A, ",
        "1,000,",
        "1",
        "(",
        "((1",
        "(1+",
        "(1+1)(",
        "|1+",
        "-",
        "1-",
        "1 1/1 ",
        "\\frac{1}{",
        "\\frac",
        "\\sqrt",
        "2\\sqrt[3",
        "1 \\sqrt[",
        "\\boxed{",
        "#### 1",
        "{1}^",
        "x=",
        "1 and ",
        "\\pm",
        "$",
        "*1",
        "<",
        "<<",
        "_{",
        "\\begin{",
        "\u00bd",
        "\u00b2"
      })
  void theWorkIsInProportionToTheText(String piece) {
    String text = piece.repeat(100_000 / piece.length());
    int tokens = MathTokens.of(text).size();
    assertThat(tokens).isLessThanOrEqualTo(2 * text.length());
    assertThat(steps(text)).isLessThanOrEqualTo(MOST_LOOKS * (tokens + 1));
  }
}
