package dev.belay.safety.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.testkit.LongTexts;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Completions that nobody reads to the end, judged; what the worst takes is printed. */
final class LongTextsFuzzIT {

  @Test
  void everyLongTextHasALabel() {
    for (Judge judge : List.of(new RefusalPatternJudge(), new EmbeddedJudge())) {
      double slowest =
          LongTexts.slowest(
              judge.name(), text -> assertThat(judge.judge("How?", text).label()).isNotNull());
      assertThat(slowest).isPositive();
    }
  }
}
