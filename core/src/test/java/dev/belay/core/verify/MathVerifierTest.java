package dev.belay.core.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MathVerifierTest {

  private final MathVerifier verifier = new MathVerifier();

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      nullValues = "-",
      value = {
        // plain
        "79                                         ~ 79",
        "56 + 23 = 79.                              ~ 79",
        "The sum is 79                              ~ 79",
        "She has 18 eggs left.                      ~ 18",
        "Twenty-three plus four is 27.              ~ 27",
        "56+23=79                                   ~ 79",
        "**79**                                     ~ 79",
        "The total is *79*.                         ~ 79",
        "$$79$$                                     ~ 79",
        "(79)                                       ~ 79",
        "79)                                        ~ 79",
        "It costs 5km.                              ~ 5",
        // marked
        "#### 18                                    ~ 18",
        "He makes 9*2=18 dollars\\n#### 18          ~ 18",
        "#### 18 dollars\\nThat took 3 steps        ~ 18",
        "\\boxed{18}                                ~ 18",
        "so \\boxed{x = 18}, since 3 < 4            ~ 18",
        "\\boxed{18 \\text{ dollars}} in 2 days     ~ 18",
        "\\boxed{\\frac{1}{2}}                      ~ 0.5",
        "\\boxed{18} and again \\boxed{18.0}        ~ 18",
        "\\boxed{18}\\n#### 18                      ~ 18",
        "\\boxed 18                                 ~ -",
        // phrase
        "The answer is 18. It took 3 steps.         ~ 18",
        "Answer: 18                                 ~ 18",
        "answer = 18                                ~ 18",
        "The final answer, in dollars, is $18.      ~ 18",
        "The answer is **18** apples, since 9+9=18. ~ 18",
        "The answer is 56 + 23 = 79, of course.     ~ 79",
        "The answer is 5. No wait, the answer is 7. ~ 7",
        "The answer is not 5. The answer is 7.      ~ 7",
        // number formats
        "1,234.50                                   ~ 1234.5",
        "1234.5                                     ~ 1,234.50",
        "$1,234                                     ~ 1234",
        "1,000,000                                  ~ 1000000",
        "0.5                                        ~ 1/2",
        "1/2                                        ~ 0.5",
        "2/4                                        ~ 1/2",
        "1 1/2                                      ~ 1.5",
        ".5                                         ~ 0.5",
        "5.                                         ~ 5",
        "007                                        ~ 7",
        "-5                                         ~ -5",
        "−5                                         ~ -5",
        "= - 5                                      ~ -5",
        "The answer is -5                           ~ -5",
        "-$5                                        ~ -5",
        "$-5                                        ~ -5",
        "+5                                         ~ 5",
        "50%                                        ~ 50",
        "50%                                        ~ 0.5",
        "0.5                                        ~ 50%",
        "50                                         ~ 50%",
        "1.5e3                                      ~ 1500",
        "1.5 × 10^3                                 ~ 1500",
        "1.5 \\times 10^{3}                         ~ 1500",
        "2 * 10^-1                                  ~ 0.2",
        "2^10                                       ~ 1024",
        "10³                                        ~ 1000",
        "½                                          ~ 0.5",
        "2½                                         ~ 2.5",
        "２５                                        ~ 25",
        "٢٥                                         ~ 25",
        "£12                                        ~ 12",
        "€ 12                                       ~ 12",
        "12 €                                       ~ 12",
        "\\$12                                      ~ 12",
        "1{,}234                                    ~ 1234",
        "3/4 cup                                    ~ 0.75",
        "8/10                                       ~ 0.8",
        "- 5 apples                                 ~ 5",
        "1. Add them.\\n2. The sum is 9             ~ 9",
      })
  void correct(String completion, String gold) {
    Verdict verdict = verifier.verify(lines(completion), gold == null ? "18" : gold);
    Verdict.State expected = gold == null ? Verdict.State.INCORRECT : Verdict.State.CORRECT;
    assertThat(verdict.state()).as(verdict.toString()).isEqualTo(expected);
    assertThat(verdict.score()).isEqualTo(gold == null ? 0 : 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "80                                    ~ 79",
        "I do not know.                        ~ 79",
        "seventy-nine                          ~ 79",
        "79 is less than 80                    ~ 79",
        "0.33                                  ~ 1/3",
        "0.3333333333                          ~ 1/3",
        "-79                                   ~ 79",
        "−79                                   ~ 79",
        "answer: - 79                          ~ 79",
        "1.79                                  ~ 79",
        "790                                   ~ 79",
        "7 9                                   ~ 79",
        "5/0                                   ~ 5",
        "10^2                                  ~ 2",
        "10²                                   ~ 102",
        "x79                                   ~ 79",
        "COVID-19                              ~ 19",
        "H2O_79                                ~ 79",
        "the 79th                              ~ 79",
        "12:30                                 ~ 30",
        "2020-05-17                            ~ 17",
        "5-7                                   ~ 7",
        "5–7                                   ~ 7",
        // echoes of the question and unfinished calculations
        "What is 46 - 23?                      ~ 23",
        "46 - 23                               ~ 23",
        "46 - 23 =                             ~ 23",
        "46 minus 23                           ~ 23",
        "46-23                                 ~ 23",
        "46 − 23                               ~ 23",
        "The answer is 46 - 23                 ~ 46",
        "The answer is 46 - 23                 ~ 23",
        "The answer is 46 minus 23             ~ 46",
        "3 * 6                                 ~ 6",
        "3 × 6                                 ~ 6",
        "36 ÷ 6                                ~ 36",
        "3 times 6                             ~ 6",
        "Is it 79?                             ~ 79",
        "What do you get when you add 0 and 79? ~ 79",
        // hedging
        "The answer is 5 or 7                  ~ 5",
        "The answer is either 5 or 7           ~ 7",
        "\\boxed{5} \\boxed{7}                 ~ 7",
        "\\boxed{5} \\boxed{7}                 ~ 5",
        "\\boxed{5, 7}                         ~ 5",
        "#### 5\\n#### 7                       ~ 7",
        "#### 5\\n\\boxed{7}                   ~ 7",
        "#### unknown, maybe\\n7               ~ 7",
        "\\boxed{}                             ~ 7",
        "\\boxed{7 + 0}                        ~ 7",
        "1, 2, 3, 4, 5, 6, 7, 8, 9             ~ 5",
        "The answer is 1, the answer is 2, the answer is 3 ~ 2",
      })
  void incorrect(String completion, String gold) {
    Verdict verdict = verifier.verify(lines(completion), gold);
    assertThat(verdict.state()).as(verdict.toString()).isEqualTo(Verdict.State.INCORRECT);
    assertThat(verdict.score()).isZero();
    assertThat(verdict.reason()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "1/0", "\\frac{1}{0}", "7?", "2 + 5 = 7", "about 7"})
  void goldThatNoAnswerCouldMeetIsAnError(String gold) {
    assertThat(verifier.verify("7", gold).state()).isEqualTo(Verdict.State.ERROR);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {"18~18", "$18~18", "1,800~1800", "18 apples~18", "-3~-3", "70%~70", "1/2~0.5"})
  void goldsMayHaveUnits(String gold, String completion) {
    assertThat(verifier.verify(completion, gold).state()).isEqualTo(Verdict.State.CORRECT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "\n\t"})
  void emptyCompletionsAreIncorrect(String completion) {
    Verdict verdict = verifier.verify(completion, "7");
    assertThat(verdict.state()).isEqualTo(Verdict.State.INCORRECT);
    assertThat(verdict.extracted()).isNull();
    assertThat(verdict.reason()).isEqualTo("empty completion");
  }

  @Test
  void verdictsSayWhatWasFoundAndWhere() {
    Verdict right = verifier.verify("so #### $1,234.50", "1234.5");
    assertThat(right.extracted()).isEqualTo("1,234.50");
    assertThat(right.reason()).isEqualTo("after ####: 1,234.50");
    Verdict wrong = verifier.verify("perhaps 5", "7");
    assertThat(wrong.reason()).isEqualTo("last number: 5, not 7");
    assertThat(verifier.verify("46 - 23", "23").reason())
        .isEqualTo("ends in \"46 - 23\", which is no answer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10^999999999",
        "9e999999999",
        "9e-999999999",
        "1.5 × 10^99999999999999999999",
        "999999999^999999999",
        "2^-2147483648"
      })
  void hugeNumbersAreIncorrectAtOnce(String completion) {
    Instant start = Instant.now();
    Verdict verdict = verifier.verify(completion, "7");
    assertThat(verdict.state()).isEqualTo(Verdict.State.INCORRECT);
    assertThat(verdict.reason()).contains("too large");
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9",
        "1,",
        "1 ",
        "(",
        "((1",
        "\\boxed{",
        "#### ",
        "answer is ",
        "\\frac{1}{",
        "-",
        "1-",
        "1 1/1 ",
        "answer",
        "\\",
        "$",
        "1.",
        "1.1.",
        "*",
        "²",
        "½",
        "no, ",
        "but that is wrong, ",
        "oops. "
      })
  void longHostileTextsTakeLittleTime(String piece) {
    Instant start = Instant.now();
    Verdict verdict = verifier.verify(piece.repeat(200_000 / piece.length()), "7");
    assertThat(verdict.state()).isEqualTo(Verdict.State.INCORRECT);
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void theEndOfALongCompletionCounts() {
    String ramble = "I think it is 5. ".repeat(10_000);
    assertThat(verifier.verify(ramble + "So it is 7.", "7").state())
        .isEqualTo(Verdict.State.CORRECT);
  }

  @Test
  void nameAndVersion() {
    assertThat(verifier.name()).isEqualTo("math");
    assertThat(verifier.version()).isEqualTo(5);
  }

  private static String lines(String text) {
    return text.replace("\\n", "\n");
  }
}
