package dev.belay.verify.puzzle.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.model.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Options that are numbers: 0 and 1; what the audit of rewards says in place of an answer. */
class OptionReaderTest {
  private static final OptionReader READER =
      new OptionReader(List.of("0", "1"), Map.of("true", "1", "false", "0"));

  private static FinalAnswer<String> found(String completion) {
    return FinalAnswer.of(Answer.of(completion), READER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The answer is not 1.",
        "The answer cannot be 1.",
        "1 is not the answer.",
        "1 is wrong.",
        "1 or not 1",
        "1 and not 1",
        "The answer is 1. The answer is not 1.",
        "The answer is 1. No, it is not 1.",
        "The answer is 1, otherwise 2.",
        "The answer is 1. Or 2.",
        "1 2",
        "2 is close to 1, so the answer is 2.",
        "The answer is -1 or 1",
        "The answer is 1\u200b7.",
        "The answer is 1\u2060\u20607.",
        "The answer is 1\u041e.",
        "The answer is 1\ud835\udfce."
      })
  void areNotGiven(String completion) {
    assertThat(found(completion).value()).as(found(completion).how()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "The answer is 1.",
        "It is not 0. It is 1.",
        "The answer is 1, not 0.",
        "A is 1 and B is 1, so the output is 1.",
        "It is true.",
        "The answer is 1. B is not 1, and so XOR gives it."
      })
  void areGiven(String completion) {
    assertThat(found(completion).value()).as(found(completion).how()).isEqualTo("1");
  }

  @Test
  void wordsHaveInvisibleCharactersInThem() {
    assertThat(Scan.words("a\u200b\u200bb c"))
        .extracting(Scan.Word::text)
        .containsExactly("a\u200b\u200bb", "c");
  }
}
