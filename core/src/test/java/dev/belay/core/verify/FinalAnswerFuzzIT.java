package dev.belay.core.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A million completions; what came out is printed. */
final class FinalAnswerFuzzIT {
  @Test
  void aMillionCompletionsHaveVerdicts() {
    CompletionFuzz.Figures numbers = FinalAnswerFuzzTest.numbers(17).run(900_000);
    CompletionFuzz.Figures expressions = FinalAnswerFuzzTest.expressions(18).run(100_000);
    System.out.println("numbers: " + numbers);
    System.out.println("expressions: " + expressions);
    assertThat(numbers.inputs() + expressions.inputs()).isEqualTo(1_000_000);
  }
}
