package dev.belay.verify.puzzle;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

/** The same with a million completions, in the suite {@code fuzz}. */
class PuzzleFuzzIT {

  @Test
  void whateverIsCompletedHasAVerdict() {
    assertThatCode(() -> PuzzleFuzz.run(25_000, 5)).doesNotThrowAnyException();
  }

  @Test
  void noSplitSharesAPuzzleWithAnother() {
    assertThatCode(
            () ->
                Puzzles.all().all().stream()
                    .map(PuzzleDataset::new)
                    .forEach(PuzzleDatasetTest::assertDisjoint))
        .doesNotThrowAnyException();
  }
}
