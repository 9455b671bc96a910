package dev.belay.core.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.recipe.TrainSpec.KlSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The example of docs/theory.md: two outcomes, success {@code q = .137} under the reference, β = 1,
 * the KL in the reward. The expected policy gradient moves success by {@code p(1 − p)} times the
 * reward of success less that of failure.
 */
class RewardAnchorTest {

  private static final double REFERENCE = 0.137;

  /** Reward of success less reward of failure when the policy succeeds with probability p. */
  private static double pull(KlEstimator estimator, double p) {
    double success = 1 - estimator.value(Math.log(p), Math.log(REFERENCE));
    double failure = -estimator.value(Math.log1p(-p), Math.log1p(-REFERENCE));
    return success - failure;
  }

  @Test
  void withK1ThePullEndsAtTheTilt() {
    double tilt = REFERENCE * Math.E / (1 - REFERENCE + REFERENCE * Math.E);
    double kl =
        tilt * Math.log(tilt / REFERENCE) + (1 - tilt) * Math.log((1 - tilt) / (1 - REFERENCE));

    assertThat(tilt).isCloseTo(0.3014, within(5e-5));
    assertThat(kl).isCloseTo(0.0900, within(5e-5));
    assertThat(pull(KlEstimator.K1, tilt)).isCloseTo(0, within(1e-12));
    assertThat(pull(KlEstimator.K1, tilt - 0.01)).isPositive();
    assertThat(pull(KlEstimator.K1, tilt + 0.01)).isNegative();
  }

  /** The exact KL is the same whatever is drawn, so it moves no token: the pull is the reward's. */
  @Test
  void theExactKlPullsNothingInOneDecision() {
    for (double p = REFERENCE; p < 1; p += 0.1) {
      double kl = p * Math.log(p / REFERENCE) + (1 - p) * Math.log((1 - p) / (1 - REFERENCE));
      assertThat((1 - kl) - (0 - kl)).as("p = %s", p).isCloseTo(1, within(1e-12));
    }
    assertThatThrownBy(
            () -> new KlSpec(1, KlEstimator.EXACT, KlSpec.Placement.REWARD, KlGradient.FORMULA))
        .hasMessageContaining("only k1 anchors in the reward");
  }

  @ParameterizedTest
  @EnumSource(names = {"K2", "K3"})
  void withK2AndK3NothingHoldsThePolicyBack(KlEstimator estimator) {
    for (double p = REFERENCE; p < 0.9999; p += 0.0001) {
      assertThat(pull(estimator, p)).as("p = %s", p).isPositive();
    }
  }
}
