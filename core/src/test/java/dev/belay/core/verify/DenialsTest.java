package dev.belay.core.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.verify.Verdict.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers that are given and denied, or offered beside others; 42 is right. */
class DenialsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The answer is 42 or not 42.",
        "42, or not 42",
        "42 and not 42",
        "not 42 or 42",
        "The answer is 42. The answer is not 42.",
        "The answer is 42. 42 is not the answer.",
        "The answer is 42. No, it is not 42.",
        "The answer is 42 and the answer is not 42.",
        "\\boxed{42}. It is not 42.",
        "The answer is 42. Just kidding.",
        "The answer is 42, otherwise 43.",
        "The answer is 42 or else 43.",
        "The answer is 42; alternatively 43.",
        "The answer is 42. Or 43.",
        "The answer is 42. Maybe 43.",
        "Either 43. Or 42.",
        "Maybe 43. Maybe 42.",
        "The answer is 42 unless 43."
      })
  void areNoAnswer(String completion) {
    Verdict verdict = new MathVerifier().verify(completion, "42");
    assertThat(verdict.state()).as(verdict.reason()).isEqualTo(State.INCORRECT);
    assertThat(new MathVerifier().verify(completion, "43").state()).isEqualTo(State.INCORRECT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The answer is not 41. It is 42.",
        "It is not 42. It is 41. No, the answer is 42.",
        "The answer is 42, not 41.",
        "The answer is 42. The answer is not 41.",
        "Some say the answer is not 42. The answer is 42.",
        "The answer is 42. Since x is not 42, we may divide.",
        "The answer is 41. Just kidding, it is 42.",
        "The answer is 42. Alternatively, 40 + 2 = 42.",
        "The answer is 42. Or, said otherwise, 42.",
        "41 or 42? 42."
      })
  void othersAreDenied(String completion) {
    Verdict verdict = new MathVerifier().verify(completion, "42");
    assertThat(verdict.state()).as(verdict.reason()).isEqualTo(State.CORRECT);
  }

  @Test
  void severalAreUndecidedWhereTheRecipeSaysSo() {
    MathVerifier undecided = new MathVerifier(SeveralAnswers.UNDECIDED);
    assertThat(undecided.verify("The answer is 42 or not 42.", "42").state())
        .isEqualTo(State.UNDECIDED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9!!!!",
        "The answer is 9!!!!!!!!",
        "$9!$",
        "The answer is \\(9!\\).",
        "9%%",
        "9\u00b0\u00b0"
      })
  void whatHasNoEndIsNoNumber(String completion) {
    assertThat(new MathVerifier().verify(completion, "9").state()).isEqualTo(State.INCORRECT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9!",
        "The answer is 9!!!",
        "She has 9 apples!!!!!",
        "\\boxed{9}!!!!!",
        "9%",
        "9\u00b0"
      })
  void gladnessIsNoFactorial(String completion) {
    assertThat(new MathVerifier().verify(completion, "9").state()).isEqualTo(State.CORRECT);
  }
}
