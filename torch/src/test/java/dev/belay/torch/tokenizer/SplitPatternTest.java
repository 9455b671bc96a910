package dev.belay.torch.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.torch.tokenizer.SplitPattern.Growth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SplitPatternTest {

  /**
   * GPT-2, GPT-4 (cl100k, as tiktoken has it), GPT-4o, Llama 3, Qwen 2, DeepSeek, BLOOM, Falcon.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
        "'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}++|\\p{N}{1,3}"
            + "| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*+|\\s++$|\\s*[\\r\\n]|\\s+(?!\\S)|\\s+",
        "[^\\r"
            + "\\n"
            + "\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+"
            + "(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\\r"
            + "\\n"
            + "\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*"
            + "(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r"
            + "\\n"
            + "/]*|\\s*[\\r"
            + "\\n"
            + "]+|\\s+(?!\\S)|\\s+",
        "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}"
            + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
        "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
            + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
        "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+"
            + "|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\\r\\n]*"
            + "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
        " ?[^(\\s|[.,!?\u2026\u3002\uff0c\u3001\u0964\u06d4\u060c])]+",
        "[\u4e00-\u9fa5\u3040-\u309f\u30a0-\u30ff]+",
        "[0-9][0-9][0-9]",
        "\\p{N}{1,3}",
        "\\d{1,3}",
        "[\\p{Han}]+|[\\p{L}&&[^\\p{Han}]]+",
        "\\n",
        "[^\\n]+|[\\n]+",
      })
  void publishedCutsAreLinear(String pattern) {
    assertThat(SplitPattern.growth(pattern)).contains(Growth.LINEAR);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[0-9]{1,3}(?=(?:[0-9]{3})*$)",
        "a*b",
        "\\s+x|y",
        "c+a+|a*b",
      })
  void whatTriesARunFromEachPlaceIsQuadratic(String pattern) {
    assertThat(SplitPattern.growth(pattern)).contains(Growth.QUADRATIC);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a+)+$",
        "(a|a)*b",
        "(?:a|aa)+b",
        "(?:a?){30}a{30}",
        "a?a?a?a?a?a?a?a?a?a?a?a?aaaaaaaaaaaa",
        "\\s*\\s*\\s*x",
        "a+a+b",
        "a+(?=a*b)",
        "(?=a+a+b)",
        "(?:x|a+)(?:y|a+)z",
        "(a+){2,9}b",
        "a{0,500}a{0,500}b",
        "\\p{N}{1,3}+x",
        "a**",
        "(a)\\1",
        "(?<n>a)\\k<n>",
        "(?<n>a|b\\g<n>c)",
        "(?~a)",
        "\\X+",
        "(?x: a )",
        "(",
        "a)",
        "[a",
        "a{3,1}",
        "*a",
        "\\",
        "(?:a*)*",
      })
  void whatMayGoBackForEverOrIsNotKnownIsRefused(String pattern) {
    assertThat(SplitPattern.growth(pattern)).isEmpty();
  }

  /** The library gives up, and with it the process, after ten million steps back at one place. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\\s+; 4000000",
        "\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+; 4000000",
        "a*a?b|a*; 4000000",
        "a*a?a?a?a?b|a*; 500000",
        "a*a?b|a*a?c|a*; 2000000",
        "a*(?:a?b|a?c)|a*; 1000000",
        "a*(?:b|c)?|a*; 4000000",
        "a*b; 50000",
        "a*a?a?a?a?a?a?a?a?a?a?b; 3125",
        "(a+)+; 50000",
      })
  void theMoreWaysBackTheShorterTheText(String pattern, int longest) {
    assertThat(SplitPattern.longestInput(pattern, 1)).isEqualTo(longest);
  }

  @Test
  void aTextThatGrowsIsShorterToBeginWith() {
    assertThat(SplitPattern.longestInput("\\s+(?!\\S)|\\s+", 3)).isEqualTo(2_666_666);
    assertThat(SplitPattern.longestInput("a*a?a?b|a*", 64)).isEqualTo(31_250);
  }

  @Test
  void deepAndLongPatternsAreRefused() {
    assertThat(SplitPattern.growth("(".repeat(50) + ")".repeat(50))).isEmpty();
    assertThat(SplitPattern.growth("[".repeat(50) + "]".repeat(50))).isEmpty();
    assertThat(SplitPattern.growth("a".repeat(5_000))).isEmpty();
  }
}
