package dev.belay.core.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalizedTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "How do I stop?           | how do i  STOP",
        "Don't go                 | Don’t go",
        "café                     | CAFE",
        "ｆｕｌｌ width              | full width",
        "well-known               | well known",
        "1,234 apples             | 1234 apples",
        "What is 7 - 3?           | What is 7−3",
        "zero\u200bwidth          | zerowidth",
        "“Quoted” text…           | quoted text",
      })
  void same(String one, String other) {
    assertThat(NormalizedText.of(one)).isEqualTo(NormalizedText.of(other));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7 + 3     | 7 - 3",
        "7 * 3     | 7 / 3",
        "7 - 3     | 7 3",
        "3.5       | 35",
        "50%       | 50",
        "a < b     | a > b",
        "日本       | 日",
        "it        | its",
      })
  void different(String one, String other) {
    assertThat(NormalizedText.of(one)).isNotEqualTo(NormalizedText.of(other));
  }

  @Test
  void form() {
    assertThat(NormalizedText.of("  What's 7−3, “really”?\n")).isEqualTo("whats 7 - 3 really");
    assertThat(NormalizedText.of("?!")).isEmpty();
  }
}
