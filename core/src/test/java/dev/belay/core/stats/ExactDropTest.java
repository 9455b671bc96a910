package dev.belay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ExactDropTest {

  @Test
  void withoutLossTheLimitIsTheRootOfTheError() {
    // P(no loss in 100) = (1 - p)^100 = .05.
    PairedOutcomes none = new PairedOutcomes(90, 0, 10, 0);
    assertThat(ExactDrop.upperLimit(none, 0.95)).isCloseTo(1 - Math.pow(0.05, 0.01), within(1e-13));
  }

  @Test
  void gainsCountInTheNetLimitAlone() {
    PairedOutcomes few = new PairedOutcomes(100, 10, 2, 88);
    PairedOutcomes many = new PairedOutcomes(60, 10, 42, 88);
    assertThat(ExactDrop.upperLimit(many, 0.95)).isEqualTo(ExactDrop.upperLimit(few, 0.95));
    assertThat(ExactDrop.netUpperLimit(many, 0.95)).isNegative();
    assertThat(ExactDrop.netUpperLimit(few, 0.95))
        .isGreaterThan(ExactDrop.netUpperLimit(many, 0.95));
  }

  @Test
  void eighteenThousandPairs() {
    // Sums of the binomial law in 30 digits: .172893168637635 less .000237574094620688.
    PairedOutcomes fell = new PairedOutcomes(10_000, 3_000, 10, 5_000);
    assertThat(ExactDrop.netUpperLimit(fell, 0.975)).isCloseTo(0.172655594543054, within(1e-12));
  }
}
