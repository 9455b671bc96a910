package dev.belay.verify.puzzle;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class PuzzleFuzzTest {

  @Test
  void whateverIsCompletedHasAVerdict() {
    assertThatCode(() -> PuzzleFuzz.run(250, 3)).doesNotThrowAnyException();
  }
}
