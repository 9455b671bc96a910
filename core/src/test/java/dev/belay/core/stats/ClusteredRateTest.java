package dev.belay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ClusteredRateTest {

  @Test
  void oneCompletionOfEachIsWilson() {
    double[] means = new double[50];
    Arrays.fill(means, 0, 12, 1);
    Interval interval = ClusteredRate.of(means, 50).interval(0.95);
    Interval wilson = new Rate(12, 50).wilson(0.95);
    assertThat(interval.low()).isCloseTo(wilson.low(), within(1e-12));
    assertThat(interval.high()).isCloseTo(wilson.high(), within(1e-12));
  }

  @Test
  void completionsThatAreAllAlikeAreWorthOneAPrompt() {
    double[] means = new double[50];
    Arrays.fill(means, 0, 12, 1);
    assertThat(ClusteredRate.of(means, 400).effective()).isCloseTo(50, within(1e-9));
  }

  @Test
  void promptsThatAreAllAlikeMakeNearlyEveryCompletionCount() {
    double[] means = new double[100];
    Arrays.fill(means, 0.5);
    // Nothing between prompts; one prior prompt beside 100 x .25: effect 1/26, but at least 1/8.
    assertThat(ClusteredRate.of(means, 800).effective()).isCloseTo(800, within(1e-9));
    assertThat(ClusteredRate.of(means, 10_000).effective()).isCloseTo(2600, within(1e-9));
  }

  @Test
  void certaintyKeepsAWidth() {
    double[] means = new double[30];
    Arrays.fill(means, 1);
    ClusteredRate all = ClusteredRate.of(means, 120);
    assertThat(all.rate()).isEqualTo(1);
    assertThat(all.interval(0.95).low()).isEqualTo(new Rate(30, 30).wilson(0.95).low());
  }

  @Test
  void nothingHasNoRate() {
    assertThatIllegalArgumentException().isThrownBy(() -> ClusteredRate.of(new double[0], 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClusteredRate.of(new double[] {0.5, 0.5}, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> ClusteredRate.of(new double[] {1.5}, 2));
  }
}
