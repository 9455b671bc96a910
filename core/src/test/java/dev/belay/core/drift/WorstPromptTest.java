package dev.belay.core.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.stats.Rate;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WorstPromptTest {

  @Test
  void limitsAreThoseOfClopperAndPearsonWithAShareOfTheError() {
    // 20 of 20 before, none after: each rate's limit is (.05/4)^(1/20) or its complement.
    WorstPrompt of = WorstPrompt.of(List.of(new Rate(20, 20)), List.of(new Rate(0, 20)), 0.95);
    double limit = Math.pow(0.05 / 4, 1.0 / 20);
    assertThat(of.drop()).isEqualTo(1);
    assertThat(of.low()).isCloseTo(limit - (1 - limit), within(1e-12));
    assertThat(of.high()).isEqualTo(1);
  }

  @Test
  void morePromptsMeanWiderLimits() {
    WorstPrompt one = WorstPrompt.of(List.of(new Rate(9, 10)), List.of(new Rate(7, 10)), 0.95);
    WorstPrompt of =
        WorstPrompt.of(
            List.of(new Rate(5, 10), new Rate(9, 10), new Rate(5, 10)),
            List.of(new Rate(5, 10), new Rate(7, 10), new Rate(6, 10)),
            0.95);
    assertThat(of.index()).isEqualTo(1);
    assertThat(of.drop()).isCloseTo(0.2, within(1e-15));
    assertThat(of.high()).isGreaterThan(one.high());
    assertThat(of.low()).isLessThan(one.low());
  }

  @Test
  void aFewCompletionsOfManyPromptsSayLittle() {
    List<Rate> safe = Collections.nCopies(40, new Rate(4, 4));
    WorstPrompt of = WorstPrompt.of(safe, safe, 0.95);
    assertThat(of.drop()).isZero();
    assertThat(of.high()).isBetween(0.85, 0.9);
    assertThat(of.low()).isNegative();
  }

  @Test
  void promptsMustBeTheSame() {
    assertThatThrownBy(() -> WorstPrompt.of(List.of(new Rate(1, 2)), List.of(), 0.95))
        .hasMessageContaining("of one length");
    assertThatThrownBy(() -> WorstPrompt.of(List.of(), List.of(), 0.95))
        .hasMessageContaining("must not be empty");
  }
}
