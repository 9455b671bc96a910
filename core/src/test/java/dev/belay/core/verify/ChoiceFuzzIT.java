package dev.belay.core.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A million completions; what came out is printed. */
final class ChoiceFuzzIT {
  @Test
  void aMillionCompletionsHaveVerdicts() {
    CompletionFuzz.Figures figures = ChoiceFuzzTest.choices(17).run(1_000_000);
    System.out.println("choice: " + figures);
    assertThat(figures.inputs()).isEqualTo(1_000_000);
  }
}
