package dev.belay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PairedBootstrapTest {

  @Test
  void quantileIsLinearBetweenOrderStatistics() {
    double[] sorted = {1, 2, 4, 8};
    // Position p(B - 1): 0.5 * 3 = 1.5, halfway between 2 and 4.
    assertThat(PairedBootstrap.quantile(sorted, 0.5)).isEqualTo(3);
    assertThat(PairedBootstrap.quantile(sorted, 0)).isEqualTo(1);
    assertThat(PairedBootstrap.quantile(sorted, 1)).isEqualTo(8);
    assertThat(PairedBootstrap.quantile(sorted, 0.9)).isCloseTo(6.8, within(1e-12));
  }

  @Test
  void constantDifferenceHasNoSpread() {
    double[] before = {0.1, 0.5, 0.9};
    double[] after = {0.35, 0.75, 1.15};
    Interval interval = PairedBootstrap.meanChange(before, after, 200, 7, 0.95);
    assertThat(interval.low()).isCloseTo(0.25, within(1e-12));
    assertThat(interval.high()).isCloseTo(0.25, within(1e-12));
  }

  @Test
  void seedDecidesAndPairingMatters() {
    double[] before = new double[100];
    double[] after = new double[100];
    for (int i = 0; i < 100; i++) {
      before[i] = i;
      after[i] = i + (i % 2 == 0 ? 1 : 3);
    }
    Interval interval = PairedBootstrap.meanChange(before, after, 1000, 3, 0.95);
    assertThat(PairedBootstrap.meanChange(before, after, 1000, 3, 0.95)).isEqualTo(interval);
    assertThat(PairedBootstrap.meanChange(before, after, 1000, 4, 0.95)).isNotEqualTo(interval);
    // The differences are 1 or 3: sd 1, standard error 0.1, whatever the spread of the scores.
    assertThat(interval.contains(2)).isTrue();
    assertThat(interval.width()).isBetween(0.3, 0.5);
  }

  @Test
  void badScoresAreRejected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PairedBootstrap.meanChange(new double[0], new double[0], 10, 1, 0.95))
        .withMessageContaining("empty set");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PairedBootstrap.meanChange(new double[2], new double[3], 10, 1, 0.95));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PairedBootstrap.mean(new double[] {Double.NaN}, 10, 1, 0.95));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PairedBootstrap.mean(new double[] {1}, 0, 1, 0.95));
  }
}
