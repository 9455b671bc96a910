package dev.belay.core.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class TiltedOptimumTest {
  private static final double[] UNIFORM = {1 / 3.0, 1 / 3.0, 1 / 3.0};
  private static final double[] GRADED = {0, 0.5, 1};

  @Test
  void noCorrelationIsNotEnoughForAGradedReward() {
    double[] safety = {0, 1, 0};
    assertThat(TiltedOptimum.of(UNIFORM, GRADED, safety, 0.5).drift())
        .isCloseTo(-0.0886, within(5e-5));
    assertThat(TiltedOptimum.of(UNIFORM, GRADED, safety, 0.1).drift())
        .isCloseTo(-0.3266, within(5e-5));
  }

  @Test
  void aPositiveCovarianceDoesNotSayThatSafetyRises() {
    assertThat(TiltedOptimum.of(UNIFORM, GRADED, new double[] {0, 1, 0.1}, 0.1).drift())
        .isCloseTo(-0.261, within(5e-4));
  }

  @Test
  void aDropMayExceedTheGainOfAGradedReward() {
    TiltedOptimum of =
        TiltedOptimum.of(
            new double[] {0.5, 0.5}, new double[] {0, 0.01}, new double[] {1, 0}, 0.001);
    assertThat(of.drift()).isCloseTo(-0.49998, within(5e-5));
    assertThat(of.gain()).isCloseTo(0.0050, within(1e-5));
  }

  @Test
  void completionsThatTheReferenceNeverWritesDoNotCount() {
    TiltedOptimum of =
        TiltedOptimum.of(
            new double[] {0.5, 0, 0.5}, new double[] {0, 9, 1}, new double[] {1, 0, 0}, 1);
    TiltedOptimum without =
        TiltedOptimum.of(new double[] {0.5, 0.5}, new double[] {0, 1}, new double[] {1, 0}, 1);
    assertThat(of.piStar()).containsExactly(without.piStar()[0], 0, without.piStar()[1]);
    assertThat(of.logZ()).isEqualTo(without.logZ());
    assertThat(of.drift()).isEqualTo(without.drift());
  }

  @Test
  void theObjectiveFallsShortByBetaTimesTheKlToTheOptimum() {
    double[] q = {0.2, 0.5, 0.3};
    double[] g = {0.1, 0.9, -0.4};
    double[] pi = {0.3, 0.3, 0.4};
    TiltedOptimum of = TiltedOptimum.of(q, g, new double[] {0, 1, 1}, 0.7);
    double objective = 0;
    double toOptimum = 0;
    for (int i = 0; i < 3; i++) {
      objective += pi[i] * (g[i] - 0.7 * Math.log(pi[i] / q[i]));
      toOptimum += pi[i] * Math.log(pi[i] / of.piStar()[i]);
    }
    assertThat(of.objective() - objective).isCloseTo(0.7 * toOptimum, within(1e-14));
    assertThat(Suboptimality.of(of.objective() - objective, 0.7).klToOptimum())
        .isCloseTo(toOptimum, within(1e-14));
  }

  @Test
  void theKlMaximumIsTakenAtItsSuccess() {
    KlMax most = KlMax.of(1, 0.3);
    assertThat(BinaryOptimumKl.of(most.argmaxP(), 0.3).kl()).isCloseTo(most.klMax(), within(1e-12));
    assertThat(BinaryOptimumKl.of(most.argmaxP() * 1.01, 0.3).kl()).isLessThan(most.klMax());
    assertThat(BinaryOptimumKl.of(most.argmaxP() * 0.99, 0.3).kl()).isLessThan(most.klMax());
    // Where the series takes over.
    assertThat(KlMax.of(0.2, 1).klMax()).isCloseTo(KlMax.of(0.2 - 1e-15, 1).klMax(), within(1e-16));
    assertThat(KlMax.of(0.2, 1).argmaxP())
        .isCloseTo(KlMax.of(0.2 - 1e-15, 1).argmaxP(), within(1e-13));
  }

  @Test
  void whatNoLawIsIsRefusedBySection() {
    double[] one = {1};
    assertThatThrownBy(
            () -> TiltedOptimum.of(new double[] {0.5, 0.4}, new double[2], new double[2], 1))
        .isInstanceOf(RefusedInputException.class)
        .hasMessage("drift specification §1: ref must add up to 1, was 0.9");
    assertThatThrownBy(() -> TiltedOptimum.of(one, one, one, 0))
        .hasMessage("drift specification §1: beta must be above 0, was 0");
    assertThatThrownBy(() -> TiltedOptimum.of(one, new double[] {Double.NaN}, one, 1))
        .hasMessage("drift specification §1: g[0] must be a finite number, was NaN");
  }
}
