package dev.belay.core.advantage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SafetyConstraintTest {

  private static final SafetyConstraint CONSTRAINT = new SafetyConstraint(.1, .1, 1, 5);

  @Test
  void multiplierAndAdvantageByHand() {
    double next = CONSTRAINT.next(1, .3);
    assertThat(next).isCloseTo(1.020201, within(1e-6));
    assertThat(SafetyConstraint.combined(next, 1, .5)).isCloseTo(.242500, within(1e-6));
  }

  @Test
  void atTheLimitItStandsStillAndBelowItFalls() {
    assertThat(CONSTRAINT.next(2, .1)).isEqualTo(2);
    assertThat(CONSTRAINT.next(2, 0)).isLessThan(2);
  }

  /** With η 1, cost 1 and no bound, l is 1, 2.5, 23, 1e10 and infinite after the fifth step. */
  @Test
  void aCostThatStaysDoesNotMakeItInfinite() {
    SafetyConstraint fast = new SafetyConstraint(.1, 1, 1, 5);
    double multiplier = 1;
    for (int step = 0; step < 20; step++) {
      multiplier = fast.next(multiplier, 1);
    }
    assertThat(multiplier).isEqualTo(5);
    assertThatThrownBy(() -> new SafetyConstraint(.1, .1, 6, 5)).hasMessageContaining("most 5");
  }

  /** e^(−2e4) is 0 in a double, which no cost would ever move again. */
  @Test
  void noCostAtAllDoesNotMakeItNothing() {
    SafetyConstraint fast = new SafetyConstraint(.2, 1e5, 1, 5);
    assertThat(fast.next(1, 0)).isEqualTo(SafetyConstraint.LEAST);
    assertThat(fast.next(SafetyConstraint.LEAST, 1)).isEqualTo(5);
    assertThat(new SafetyConstraint(.2, .1, .001, 5).next(.001, .2)).isEqualTo(.001);
  }

  /** A unanimous group has no pull until a refusal breaks; then one is worth three. */
  @Test
  void aGroupOfRefusalsPullsOnlyOnceOneIsMissing() {
    Grpo grpo = new Grpo(StdKind.POPULATION, 0);
    int[] group = {0, 0, 0, 0};
    int[] lengths = {1, 1, 1, 1};
    assertThat(grpo.advantages(new RewardBatch(new double[] {1, 1, 1, 0}, group, lengths)))
        .containsExactly(new double[] {.577350, .577350, .577350, -1.732051}, within(1e-6));
    assertThat(grpo.advantages(new RewardBatch(new double[] {1, 1, 1, 1}, group, lengths)))
        .containsOnly(0);
  }
}
