package dev.belay.core.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class EnglishNumbersTest {

  @Test
  void numbersInWords() {
    assertThat(EnglishNumbers.words(0)).isEqualTo("zero");
    assertThat(EnglishNumbers.words(13)).isEqualTo("thirteen");
    assertThat(EnglishNumbers.words(40)).isEqualTo("forty");
    assertThat(EnglishNumbers.words(99)).isEqualTo("ninety-nine");
    assertThat(EnglishNumbers.words(305)).isEqualTo("three hundred five");
    assertThat(EnglishNumbers.words(120_042)).isEqualTo("one hundred twenty thousand forty-two");
    assertThatIllegalArgumentException().isThrownBy(() -> EnglishNumbers.words(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> EnglishNumbers.words(1_000_000));
  }

  @Test
  void wordsOfOneNumber() {
    for (int i = 0; i < 20; i++) {
      assertThat(EnglishNumbers.small(EnglishNumbers.words(i))).isEqualTo(i);
      assertThat(EnglishNumbers.tens(EnglishNumbers.words(i))).isEqualTo(-1);
    }
    for (int i = 20; i < 100; i += 10) {
      assertThat(EnglishNumbers.tens(EnglishNumbers.words(i))).isEqualTo(i);
      assertThat(EnglishNumbers.small(EnglishNumbers.words(i))).isEqualTo(-1);
    }
    assertThat(EnglishNumbers.small("Two")).isEqualTo(-1);
  }
}
