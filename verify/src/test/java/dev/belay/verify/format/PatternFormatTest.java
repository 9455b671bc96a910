package dev.belay.verify.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.data.Problem;
import dev.belay.core.data.SourceLine;
import dev.belay.core.error.BadInputException;
import dev.belay.core.verify.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatternFormatTest {

  private static final Problem PROBLEM = new Problem("p", "?", "7", new SourceLine("test", 1));

  private static Verdict.State state(String pattern, String completion) {
    return new PatternFormat(pattern).verify(completion, PROBLEM).state();
  }

  @Test
  void thePatternMatchesTheWhole() {
    assertThat(state("[0-9]+", "12")).isEqualTo(Verdict.State.CORRECT);
    assertThat(state("[0-9]+", "\n 12 \n")).isEqualTo(Verdict.State.CORRECT);
    assertThat(state("[0-9]+", "12 apples")).isEqualTo(Verdict.State.INCORRECT);
    assertThat(state("[0-9]+", "")).isEqualTo(Verdict.State.INCORRECT);
    assertThat(state("Plan:.*Answer: .+", "Plan: a\nb\nAnswer: 3"))
        .isEqualTo(Verdict.State.CORRECT);
    assertThat(state("(?i)yes|no", "YES")).isEqualTo(Verdict.State.CORRECT);
  }

  @Test
  void noCompletionMakesItRunAway() {
    String hostile = "a".repeat(100_000) + "!";
    assertThat(state("(a+)+", hostile)).isEqualTo(Verdict.State.INCORRECT);
    assertThat(state("(a|aa)+(a|a)*b", hostile)).isEqualTo(Verdict.State.INCORRECT);
    assertThat(state("(.*)*(.*)*x", hostile)).isEqualTo(Verdict.State.INCORRECT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "(?=a)", "(a)\\1", "[z-a]", "a{2000}", ""})
  void whatIsNoPatternIsRefused(String pattern) {
    assertThatThrownBy(() -> new PatternFormat(pattern))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("regular expression");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"((a{1000}){1000}){1000}", "(((a{100}){100}){100})", "((?:ab|c){1,900}x){900}"})
  void patternsThatWouldFillTheMemoryAreRefused(String pattern) {
    assertThatThrownBy(() -> new PatternFormat(pattern))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("repetitions written out");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "abc | 3",
        "a{3} | 3",
        "(ab){10} | 30",
        "[a-z]{2,5}x | 6",
        "a{x} | 4",
        "\\d{4} | 4",
        "[{(]{2} | 2",
        "(a(b{2}){3}){2} | 22",
      })
  void sizesCountRepetitions(String pattern, long size) {
    assertThat(PatternSize.of(pattern.strip())).isEqualTo(size);
  }
}
