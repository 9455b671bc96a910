package dev.belay.core.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KlControllerTest {

  /** The first is the golden number of verl and OpenRLHF: 0.2 (1 + 0.2 · 256/10000). */
  @ParameterizedTest
  @CsvSource({
    "8, 256, 10000, 0.201024",
    "6, 256, 10000, 0.2",
    "6.6, 100, 1000, 0.202",
    "5.4, 100, 1000, 0.198",
    "0, 100, 1000, 0.196",
    "100, 100, 1000, 0.204",
    "100, 5000, 1000, 0.24",
  })
  void theErrorIsClippedAndSharedOutOverTheHorizon(
      double kl, int completions, int horizon, double expected) {
    assertThat(new KlController(6, horizon).next(0.2, kl, completions))
        .isCloseTo(expected, within(1e-12));
  }

  @Test
  void whatIsNoTargetIsRefused() {
    assertThatThrownBy(() -> new KlController(0, 10)).hasMessageContaining("was 0.0");
    assertThatThrownBy(() -> new KlController(Double.NaN, 10)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> new KlController(1, 0)).hasMessageContaining("at least 1, was 0");
  }
}
