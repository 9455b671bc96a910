package dev.belay.safety.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpeningWordsTest {

  @ParameterizedTest
  @CsvSource({
    "What is it, true",
    "SHOULD I go, true",
    "'how\nso', true",
    "Whatever you do, false",
    "Tell me what it is, false",
    "'', false",
  })
  void questionsBeginWithTheWordsOfQuestions(String request, boolean question) {
    assertThat(OpeningWords.isQuestion(request)).isEqualTo(question);
  }

  @Test
  void patternsMatchWholeRequestsOverLinesAndInCapitals() {
    Pattern pattern = OpeningWords.pattern("draw (.+)");
    assertThat(OpeningWords.match(pattern, "DRAW a cat\nand a dog"))
        .map(Matcher::toMatchResult)
        .hasValueSatisfying(found -> assertThat(found.group(1)).isEqualTo("a cat\nand a dog"));
    assertThat(OpeningWords.match(pattern, "please draw a cat")).isEmpty();
  }

  @Test
  void onlyTheFirstLetterBecomesSmall() {
    assertThat(OpeningWords.lowerFirst("Ask NASA")).isEqualTo("ask NASA");
    assertThat(OpeningWords.lowerFirst("")).isEmpty();
  }
}
