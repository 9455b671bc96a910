package dev.belay.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WellFormedTest {

  @Test
  void loneSurrogatesAreReplacedAndPairsKept() {
    assertThat(WellFormed.of("a😀b")).isEqualTo("a😀b");
    assertThat(WellFormed.of("\ud83d")).isEqualTo("\uFFFD");
    assertThat(WellFormed.of("a\ude00b")).isEqualTo("a\uFFFDb");
    assertThat(WellFormed.of("\ud83d\ud83d\ude00")).isEqualTo("\uFFFD😀");
    assertThat(WellFormed.of("\ude00\ud83d")).isEqualTo("\uFFFD\uFFFD");
  }
}
