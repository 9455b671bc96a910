package dev.belay.core.verify.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A small share of {@link MathAnswerFuzzIT}, and texts made to cost much. */
final class MathAnswerFuzzTest {

  static List<String> seeds() throws IOException {
    List<String> seeds = new ArrayList<>();
    for (String category :
        List.of("numbers", "radicals", "relations", "intervals", "other", "units")) {
      for (String line : MathAnswerCasesTest.lines(category)) {
        seeds.add(MathAnswerCasesTest.columns(line)[1]);
      }
    }
    return seeds;
  }

  @Test
  void changedAnswersAreNoErrors() throws IOException {
    List<String> seeds = seeds();
    assertThatCode(() -> new MathAnswerFuzz(seeds, 5).run(10_000)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9^{9^{9^{9}}}",
        "10^{10^{10}}",
        "(((9!)!)!)!",
        "2000!^{2000}",
        "(a+b+c+d+e+f+g+h)^{200}",
        "\\binom{10^{9}}{5 \\cdot 10^{8}}",
        "1e999999999",
        "e^{e^{e^{e^{e}}}}",
        "\\sin(10^{1000})",
        "\\sqrt{2}^{\\sqrt{2}^{\\sqrt{2}^{\\sqrt{2}}}}",
        "(1+\\sqrt{2}+\\sqrt{3}+\\sqrt{5}+\\sqrt{7}+\\sqrt{11})^{150}",
        "\\sqrt{12345678901234567890123456789012345678901234567890123456789}",
        "\\log_{10^{-300}}(10^{300}+1)"
      })
  void costlyAnswersAreComparedWithinTheBounds(String text) {
    MathAnswer answer = MathAnswer.read(text).orElse(MathAnswer.read("0").orElseThrow());
    MathAnswer other = MathAnswer.read("7").orElseThrow();

    assertThat(other.compare(answer)).isNotEqualTo(Equality.EQUAL);
    assertThat(answer.compare(other)).isNotEqualTo(Equality.EQUAL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(", "{", "[", "-", "\\frac", "^", "!", "|", "\\sqrt", "1,", "x=", "\\pm", "\\sin", "2^"
      })
  void whatIsRepeatedIsNoError(String piece) {
    for (String end : List.of("", "1", "x")) {
      String text = piece.repeat(900 / piece.length()) + end;
      assertThatCode(() -> MathAnswer.read(text).ifPresent(a -> a.compare(a)))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void nothingAndTooMuchAreNoAnswers() {
    assertThat(MathAnswer.read("  ")).isEmpty();
    assertThat(MathAnswer.read("1".repeat(2001))).isEmpty();
  }
}
