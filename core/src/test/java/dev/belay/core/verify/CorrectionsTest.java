package dev.belay.core.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.verify.Verdict.State;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Texts that take back an answer, #, and give another, @; and texts that only seem to. Each is
 * judged with numbers and with options.
 */
class CorrectionsTest {

  private static State number(String form, String gold) {
    String text = form.replace("#", "5").replace("@", "7").replace("\\n", "\n");
    return new MathVerifier().verify(text, gold).state();
  }

  private static State option(String form, String gold) {
    String text = form.replace("#", "B").replace("@", "C").replace("\\n", "\n");
    return new ChoiceVerifier().verify(text, gold).state();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The answer is #. Hold on, it is @.",
        "The answer is #. Hold on a second: it's @.",
        "The answer is #. Wait, @.",
        "The answer is #. No wait, @.",
        "The answer is #. That was wrong. It is @.",
        "The answer is #. That is wrong. @.",
        "The answer is #. But that is wrong, it is @.",
        "The answer is #, but that is wrong. It is @.",
        "The answer is #. No, that's not right: @.",
        "The answer is #. Hmm, that can\u2019t be right. It must be @.",
        "The answer is #. Sorry, @.",
        "The answer is #. Sorry, I meant @.",
        "The answer is #, sorry, @.",
        "The answer is #. I mean @.",
        "The answer is #, or rather @.",
        "The answer is # or rather @.",
        "The answer is #. Or rather, @.",
        "The answer is #, make that @.",
        "It is #, no, make that @.",
        "The answer is #. I meant @.",
        "The answer is #. Oops, @.",
        "The answer is #. Oops, I meant @.",
        "The answer is #. Hmm, no: @",
        "The answer is #. But no, it must be @.",
        "The answer is # \u2014 no, @.",
        "The answer is #. Actually it is @.",
        "The answer is #. Hmm, actually @.",
        "The answer is #. On reflection, it is @.",
        "The answer is #. Upon further thought, @.",
        "The answer is #. On second thought, @.",
        "The answer is #. Scratch that, @.",
        "The answer is #. Let me correct myself: it is @.",
        "The answer is #. Some say @. Correction: it is @.",
        "#... actually @",
        "#... no, @",
        "#, no, @",
        "**#**\\n\\n**Wait**, that's incorrect.\\n\\nIt should be @.",
        "\\boxed{#} is wrong. \\boxed{@}",
        "\\boxed{#} is incorrect. It is @.",
        "$\\boxed{#}$. Hold on, that is wrong. $\\boxed{@}$",
        "\\boxed{#}. Sorry, it is @."
      })
  void theOtherAnswerCounts(String form) {
    assertThat(number(form, "7")).as(form).isEqualTo(State.CORRECT);
    assertThat(number(form, "5")).as(form).isEqualTo(State.INCORRECT);
    assertThat(option(form, "C")).as(form).isEqualTo(State.CORRECT);
    assertThat(option(form, "B")).as(form).isEqualTo(State.INCORRECT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The answer is #. That was wrong.",
        "The answer is #. No, that is wrong.",
        "The answer is #. I take that back.",
        "The answer is #. Hmm, that can't be right.",
        "\\boxed{#}. Just kidding.",
        "\\boxed{#} is wrong."
      })
  void noAnswerIsLeft(String form) {
    assertThat(number(form, "5")).as(form).isEqualTo(State.INCORRECT);
    assertThat(option(form, "B")).as(form).isNotEqualTo(State.CORRECT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The answer is #. Sorry for the long text.",
        "The answer is #. Sorry, this took long.",
        "The answer is #. I mean, that is clear.",
        "The answer is #. I meant to show more steps.",
        "The answer is #. No, really.",
        "The answer is #. Hold on to it.",
        "The answer is #. Hold on to these @ notes.",
        "The answer is #. This or rather that step shows it.",
        "The answer is #. Make that 3 lines of proof.",
        "The answer is #. Does @ work? No, @ does not work here.",
        "The answer is #. Some say @, but that is wrong.",
        "The answer is #. One might think of @. But that is wrong.",
        "The answer is #. Is that wrong?",
        "The answer is #, no matter what @ is.",
        "Some say @. That is wrong. It is #.",
        "Sorry, I am slow, but the answer is #.",
        "I was wrong before. The answer is #.",
        "\\boxed{#}. Wait, let me check. Yes.",
        "\\boxed{#}. Actually, this is easy.",
        "The answer is #.\\n\\nQuestion: And then?\\nAnswer: 3. Wait, @."
      })
  void nothingIsTakenBack(String form) {
    assertThat(number(form, "5")).as(form).isEqualTo(State.CORRECT);
    assertThat(number(form, "7")).as(form).isEqualTo(State.INCORRECT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The answer is #. Sorry for the long text.",
        "The answer is #. I mean, that is clear.",
        "The answer is #. Hold on to it.",
        "The answer is #. Actually @ describes another program.",
        "The answer is #.\\nA: that is wrong, since worms spread.\\n@: this is wrong, as it hides.",
        "The answer is #.\\n\\nA. A worm\\nThis is incorrect.\\n@. A rootkit\\nThis is incorrect.",
        "Is it @? No, it is #.",
        "Some say @. That is wrong. It is #."
      })
  void noOptionIsTakenBack(String form) {
    assertThat(option(form, "B")).as(form).isEqualTo(State.CORRECT);
    assertThat(option(form, "C")).as(form).isEqualTo(State.INCORRECT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "The answer is 5 apples. No, wait for 7 minutes.   ~ 5",
        "The answer is 5. Wait 7 minutes.                  ~ 5",
        "The answer is 5. Is 12 prime? No, it is 3 times 4. ~ 5",
        "The answer is 5. Sorry it took 7 steps.           ~ 5",
        "The answer is 5. Sorry, I meant 7 apples.         ~ 7",
        "There are 7 apples. No, wait, there are 5.        ~ 5",
        "5 people said no, 7 said yes. The answer is 5.    ~ 5",
        "The answer is $3x$. Sorry, it is $2x$.            ~ 2x",
        "\\boxed{3x} is wrong. \\boxed{2x}                 ~ 2x",
        "\\boxed{2x}. Sorry for the long text.             ~ 2x"
      })
  void mathematics(String completion, String gold) {
    assertThat(new MathVerifier().verify(completion, gold).state()).isEqualTo(State.CORRECT);
  }
}
