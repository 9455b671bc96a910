package dev.belay.core.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Losses of two tokens, by hand. */
class TokenSubsetTest {

  private static final double[] WEIGHTS = {.8, .2};
  private static final TokenSubset MOVED =
      new TokenSubset(new double[] {1, 1}, new double[] {2, 1});
  private static final TokenSubset SAME = new TokenSubset(new double[] {2, 1}, new double[] {2, 1});

  @Test
  void squaredDriftIsAMeanOverTokens() {
    assertThat(MOVED.squaredDrift()).isEqualTo(.5);
    assertThat(SAME.squaredDrift()).isZero();
  }

  @Test
  void aWeightedTargetIsNotTheReference() {
    assertThat(MOVED.target(WEIGHTS, 2))
        .containsExactly(new double[] {.868332, .131668}, within(1e-6));
    assertThat(MOVED.weightedTarget(WEIGHTS, 2)).isCloseTo(1.214411, within(1e-6));
    assertThat(MOVED.weightedTarget(new double[] {1, 1}, 2)).isCloseTo(.121199, within(1e-6));
    assertThat(SAME.weightedTarget(WEIGHTS, 2)).as("no anchor").isCloseTo(.601465, within(1e-6));
    assertThat(SAME.weightedTarget(new double[] {1, 1}, 2)).isCloseTo(0, within(1e-12));
  }

  @Test
  void tokensOfNegativeWeightAreNotInTheTarget() {
    assertThat(MOVED.target(new double[] {1, -3}, 2)).containsExactly(1, 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MOVED.target(new double[] {0, -1}, 2))
        .withMessageContaining("above 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TokenSubset(new double[] {1}, new double[0]));
  }
}
