package dev.belay.train.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignalForecastTest {

  private static PassRate rate(int solved, int decided, int completions) {
    return new PassRate("p", completions, decided, solved, 0);
  }

  /** By counting the groups of two or three that hold both kinds. */
  @ParameterizedTest
  @CsvSource({
    "0.5, 0, 2, 0.5",
    "0.5, 0, 3, 0.75",
    "0.2, 0, 2, 0.32",
    "0, 0, 8, 0",
    "1, 0, 8, 0",
    // Of two completions with a reward half of the time: a quarter has both, half of these differ.
    "0.5, 0.5, 2, 0.125",
    "0.5, 1, 4, 0",
  })
  void aGroupHasSignalIfItHoldsBothKinds(double p, double absent, int groupSize, double expected) {
    assertThat(SignalForecast.signal(absent, groupSize).applyAsDouble(p))
        .isCloseTo(expected, within(1e-12));
  }

  /**
   * Prompts of three kinds, of which those are chosen that were right at least once: what groups of
   * four have then is counted by drawing them, and lies far from what the chosen counts show.
   */
  @Test
  void choosingPromptsByTheirCountsDoesNotFlatterThem() {
    double[] kinds = {0, 0.1, 0.5};
    Random random = new Random(8);
    List<PassRate> rates = new ArrayList<>();
    double truth = 0;
    double naive = 0;
    int chosen = 0;
    for (int i = 0; i < 1500; i++) {
      double p = kinds[i % 3];
      int solved = 0;
      for (int t = 0; t < 4; t++) {
        solved += random.nextDouble() < p ? 1 : 0;
      }
      rates.add(rate(solved, 4, 4));
      if (solved > 0) {
        truth += 1 - Math.pow(p, 4) - Math.pow(1 - p, 4);
        naive += solved < 4 ? 1 : 0;
        chosen++;
      }
    }
    SignalForecast forecast = SignalForecast.of(rates, one -> one.solved() > 0, 4, 1);
    assertThat(forecast.prompts()).isEqualTo(chosen);
    assertThat(forecast.share()).isCloseTo(truth / chosen, within(0.05));
    assertThat(naive / chosen).as("the chosen groups themselves").isGreaterThan(0.9);
    assertThat(forecast.interval().contains(truth / chosen)).isTrue();
    assertThat(forecast.interval().width()).isBetween(0.02, 0.2);
    assertThat(SignalForecast.of(rates, one -> one.solved() > 0, 4, 1)).isEqualTo(forecast);
  }

  @Test
  void undecidedCompletionsAreNoFailures() {
    List<PassRate> decided = List.of(rate(2, 4, 4), rate(2, 4, 4));
    List<PassRate> half = List.of(rate(2, 4, 8), rate(2, 4, 8));
    double whole = SignalForecast.of(decided, _ -> true, 2, 1).share();
    assertThat(SignalForecast.of(half, _ -> true, 2, 1).share()).isCloseTo(whole / 4, within(1e-9));
  }

  @Test
  void noPromptsNoForecast() {
    assertThatThrownBy(() -> SignalForecast.of(List.of(rate(0, 1, 1)), _ -> false, 4, 1))
        .hasMessageContaining("no prompt is chosen");
    assertThatThrownBy(() -> rate(2, 1, 1)).hasMessageContaining("do not add up");
  }
}
