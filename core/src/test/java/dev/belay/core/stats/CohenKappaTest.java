package dev.belay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CohenKappaTest {

  @Test
  void workedExample() {
    // Observed (20 + 15)/50 = 0.7; by chance (25*30 + 25*20)/2500 = 0.5.
    CohenKappa kappa = CohenKappa.of(new long[][] {{20, 5}, {10, 15}}).orElseThrow();
    assertThat(kappa.value()).isCloseTo(0.4, within(1e-15));
    // Equation 13: diagonal cells with their own margins, the others with those crosswise.
    double sum =
        0.4 * square(1 - 1.1 * 0.6)
            + 0.3 * square(1 - 0.9 * 0.6)
            + 0.36 * (0.1 * square(0.6 + 0.5) + 0.2 * square(0.4 + 0.5));
    double expected = Math.sqrt((sum - square(0.4 - 0.5 * 0.6)) / (50 * 0.25));
    assertThat(kappa.standardError()).isCloseTo(expected, within(1e-15));
    // The interval is that of the table with two cases more, half a case in every cell.
    Interval interval = kappa.interval(0.95);
    double center = (36.0 / 52 - 0.5) / 0.5;
    assertThat(kappa.smoothedValue()).isCloseTo(center, within(1e-12));
    assertThat((interval.low() + interval.high()) / 2).isCloseTo(center, within(1e-12));
    assertThat(interval.low()).isCloseTo(0.4 - 1.959964 * expected, within(0.02));
  }

  private static double square(double x) {
    return x * x;
  }

  @Test
  void fullAgreementIsOneWithAnIntervalThatHasWidth() {
    CohenKappa kappa = CohenKappa.of(new long[][] {{7, 0, 0}, {0, 5, 0}, {0, 0, 1}}).orElseThrow();
    assertThat(kappa.value()).isEqualTo(1);
    assertThat(kappa.standardError()).isCloseTo(0, within(1e-7));
    assertThat(kappa.interval(0.95).high()).isEqualTo(1);
    assertThat(kappa.interval(0.95).low()).isBetween(0.3, 0.9);
    CohenKappa many = CohenKappa.of(new long[][] {{7000, 0}, {0, 5000}}).orElseThrow();
    assertThat(many.interval(0.95).low()).isBetween(0.99, 0.9999);
  }

  @Test
  void independenceIsZero() {
    CohenKappa kappa = CohenKappa.of(new long[][] {{6, 14}, {9, 21}}).orElseThrow();
    assertThat(kappa.value()).isCloseTo(0, within(1e-15));
  }

  @Test
  void nothingToAgreeOnGivesNothing() {
    assertThat(CohenKappa.of(new long[2][2])).isEmpty();
    assertThat(CohenKappa.of(new long[][] {{9, 0}, {0, 0}})).isEmpty();
  }
}
