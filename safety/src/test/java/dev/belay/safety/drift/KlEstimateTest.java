package dev.belay.safety.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class KlEstimateTest {

  private static ScoredCompletion one(double kl, double logRatio) {
    return Sampled.scored("p", 0, new double[] {kl}, new double[] {logRatio});
  }

  @Test
  void handWorkedTwoPromptsOfTwoCompletions() {
    // KLs .1 .3 | .2 .2 and log-ratios .3 .1 | .2 .2: D = .2 −.2 0 0, which is −(KL − .2) · 2. So
    // the weight is 1/2, each completion then says .2, and the error is 0.
    KlEstimate estimate =
        KlEstimate.of(
            List.of(List.of(one(0.1, 0.3), one(0.3, 0.1)), List.of(one(0.2, 0.2), one(0.2, 0.2))),
            0.95);
    assertThat(estimate.combination()).isCloseTo(0.5, within(1e-12));
    assertThat(estimate.kl()).isCloseTo(0.2, within(1e-12));
    assertThat(estimate.se()).isCloseTo(0, within(1e-12));
    assertThat(estimate.exactSum()).isCloseTo(0.2, within(1e-12));
    assertThat(estimate.k1()).isCloseTo(0.2, within(1e-12));
    assertThat(estimate.firstToken()).isCloseTo(0.2, within(1e-12));
    // k3: e^−l − 1 + l.
    double k3 =
        (Math.expm1(-0.3) + 0.3 + Math.expm1(-0.1) + 0.1) / 4 + (Math.expm1(-0.2) + 0.2) / 2;
    assertThat(estimate.k3()).isCloseTo(k3, within(1e-12));
  }

  @Test
  void errorsAreOfPromptsNotOfCompletions() {
    // Prompt means .1 and .3: mean .2, sd .1414, error .1. Completions taken as independent would
    // give sd .1155 and error .0577.
    KlEstimate estimate =
        KlEstimate.of(
            List.of(List.of(one(0.1, 0.1), one(0.1, 0.1)), List.of(one(0.3, 0.3), one(0.3, 0.3))),
            0.95);
    assertThat(estimate.combination()).isZero();
    assertThat(estimate.se()).isCloseTo(0.1, within(1e-12));
    assertThat(estimate.high()).isCloseTo(0.2 + 1.959964 * 0.1, within(1e-6));
    assertThat(estimate.low()).isCloseTo(0.2 - 1.959964 * 0.1, within(1e-6));
  }

  @Test
  void aKlIsNeverBelowZeroAndAnOverflowingDiagnosticIsAbsent() {
    KlEstimate estimate =
        KlEstimate.of(
            List.of(List.of(one(1e-9, -800), one(1e-9, -800)), List.of(one(1e-9, 0), one(1e-9, 0))),
            0.95);
    assertThat(estimate.kl()).isNotNegative();
    assertThat(estimate.low()).isNotNegative();
    assertThat(estimate.k3()).isNull();
    assertThat(estimate.k1()).isEqualTo(-400);
  }
}
