package dev.belay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RateTest {

  @Test
  void wilsonOfHandWorkedExample() {
    // z = 1.959964, z² = 3.841459; 8 of 10: centre (0.8 + 0.19207295)/(1.3841459) = 0.7167...,
    // radius 1.959964/1.3841459 * sqrt(0.016 + 0.00960365) = 0.2265...
    Interval interval = new Rate(8, 10).wilson(0.95);
    assertThat(interval.low()).isCloseTo(0.490162, within(1e-6));
    assertThat(interval.high()).isCloseTo(0.943318, within(1e-6));
    assertThat(interval.confidence()).isEqualTo(0.95);
  }

  @Test
  void wilsonStaysInsideZeroToOneAndIsSymmetric() {
    for (long n = 1; n <= 60; n++) {
      for (long k = 0; k <= n; k++) {
        Interval interval = new Rate(k, n).wilson(0.95);
        Interval mirrored = new Rate(n - k, n).wilson(0.95);
        assertThat(interval.low()).isBetween(0.0, (double) k / n);
        assertThat(interval.high()).isBetween((double) k / n, 1.0);
        assertThat(interval.low()).isCloseTo(1 - mirrored.high(), within(1e-15));
      }
    }
  }

  @Test
  void clopperPearsonOfNoSuccessHasClosedForm() {
    // P(X = 0) = (1 - p)^n = tail, so p = 1 - tail^(1/n).
    Rate none = new Rate(0, 520);
    assertThat(ClopperPearson.interval(none, 0.95).low()).isZero();
    assertThat(ClopperPearson.interval(none, 0.95).high())
        .isCloseTo(1 - Math.pow(0.025, 1.0 / 520), within(1e-14));
    assertThat(ClopperPearson.upperLimit(none, 0.95))
        .isCloseTo(1 - Math.pow(0.05, 1.0 / 520), within(1e-14));
    assertThat(ClopperPearson.lowerLimit(new Rate(520, 520), 0.95))
        .isCloseTo(Math.pow(0.05, 1.0 / 520), within(1e-13));
  }

  @Test
  void thereIsNoRateOfNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Rate(0, 0))
        .withMessageContaining("at least one observation");
    assertThatIllegalArgumentException().isThrownBy(() -> new Rate(-1, 3));
    assertThatIllegalArgumentException().isThrownBy(() -> new Rate(4, 3));
  }

  @Test
  void undecidedVerdictsBoundTheRateInsteadOfVanishing() {
    Tally tally = new Tally(6, 2, 2);
    assertThat(tally.total()).isEqualTo(10);
    assertThat(tally.decidedRate()).contains(new Rate(6, 8));
    assertThat(tally.lowestRate()).contains(new Rate(6, 10));
    assertThat(tally.highestRate()).contains(new Rate(8, 10));
  }

  @Test
  void nothingDecidedHasNoRate() {
    assertThat(new Tally(0, 0, 3).decidedRate()).isEmpty();
    assertThat(new Tally(0, 0, 3).highestRate()).contains(new Rate(3, 3));
    assertThat(new Tally(0, 0, 0).lowestRate()).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> new Tally(1, -1, 0));
  }
}
