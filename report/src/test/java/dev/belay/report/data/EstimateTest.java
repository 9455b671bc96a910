package dev.belay.report.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class EstimateTest {

  @Test
  void theMeanOfOneIsItself() {
    Estimate one = new Estimate(0.25, 0.125, 0.5);
    assertThat(Estimate.mean(List.of(one))).contains(one);
  }

  @Test
  void distancesAddUpAsSquaresOnEachSide() {
    Estimate first = new Estimate(0.5, 0.2, 0.6);
    Estimate second = new Estimate(0.7, 0.3, 0.7);
    Estimate mean = Estimate.mean(List.of(first, second)).orElseThrow();
    // Below: sqrt(0.3² + 0.4²) / 2 = 0.25; above: sqrt(0.1² + 0) / 2 = 0.05.
    assertThat(mean.value()).isCloseTo(0.6, within(1e-12));
    assertThat(mean.low()).isCloseTo(0.35, within(1e-12));
    assertThat(mean.high()).isCloseTo(0.65, within(1e-12));
  }

  @Test
  void nothingHasNoMean() {
    assertThat(Estimate.mean(List.of())).isEmpty();
  }

  @Test
  void aGainReadAsALossTurnsItsIntervalRound() {
    assertThat(new Estimate(0.5, 0.25, 1).negated()).isEqualTo(new Estimate(-0.5, -1, -0.25));
  }
}
