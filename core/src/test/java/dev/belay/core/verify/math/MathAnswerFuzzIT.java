package dev.belay.core.verify.math;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A million changed answers. */
final class MathAnswerFuzzIT {
  @Test
  void changedAnswersAreNoErrors() throws IOException {
    List<String> seeds = MathAnswerFuzzTest.seeds();
    assertThatCode(() -> new MathAnswerFuzz(seeds, 17).run(1_000_000)).doesNotThrowAnyException();
  }
}
