package dev.belay.core.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What each position of a completion counts. */
class PositionWeightsTest {

  private static final double[] KL = {.75, .15, .10};

  private static double reduced(PositionWeights positions, PositionReduction reduction) {
    double[] weights = positions.of(KL.length, reduction);
    double sum = 0;
    for (int t = 0; t < KL.length; t++) {
      sum += weights[t] * KL[t];
    }
    return sum;
  }

  @Test
  void threePositionsAreAsWorkedOutByHand() {
    PositionWeights halving = new PositionWeights(List.of(1.0, .5, .25), 0);
    assertThat(reduced(PositionWeights.ALL, PositionReduction.MEAN))
        .isCloseTo(.333333, within(1e-6));
    assertThat(reduced(PositionWeights.first(1), PositionReduction.MEAN)).isEqualTo(.75);
    assertThat(reduced(halving, PositionReduction.MEAN)).isCloseTo(.485714, within(1e-6));
    assertThat(reduced(PositionWeights.ALL, PositionReduction.SUM)).isCloseTo(1, within(1e-12));
    assertThat(reduced(halving, PositionReduction.SUM)).isCloseTo(.85, within(1e-12));
  }

  /** The gate of arXiv 2603.07445: whole for eight positions, then exp(−(t − 8)/8). */
  @Test
  void aDecayBeginsAfterTheFirstPositions() {
    PositionWeights gate = new PositionWeights(PositionWeights.first(8).first(), 8);
    assertThat(gate.at(0)).isEqualTo(1);
    assertThat(gate.at(7)).isEqualTo(1);
    assertThat(gate.at(8)).isCloseTo(Math.exp(-1 / 8.0), within(1e-12));
    assertThat(gate.at(15)).isCloseTo(Math.exp(-1), within(1e-12));
    assertThat(gate.limit()).isEmpty();
  }

  @Test
  void withoutADecayNothingLaterCounts() {
    assertThat(PositionWeights.first(2).limit()).hasValue(2);
    assertThat(PositionWeights.first(2).of(4, PositionReduction.SUM)).containsExactly(1, 1, 0, 0);
    assertThat(PositionWeights.ALL.limit()).isEmpty();
    assertThat(PositionWeights.ALL.of(4, PositionReduction.MEAN)).containsOnly(.25);
  }

  @Test
  void aCompletionThatEndsBeforeAnythingCountsIsNoMean() {
    PositionWeights third = new PositionWeights(List.of(0.0, 0.0, 1.0), 0);
    assertThat(third.of(2, PositionReduction.MEAN)).containsOnly(0);
    assertThat(third.of(3, PositionReduction.MEAN)).containsExactly(0, 0, 1);
  }

  @Test
  void weightsAreNotNegativeAndNotAllNothing() {
    assertThatThrownBy(() -> new PositionWeights(List.of(0.0), 0)).hasMessageContaining("above 0");
    assertThatThrownBy(() -> new PositionWeights(List.of(1.0, -1.0), 0))
        .hasMessageContaining("0 or more");
    assertThatThrownBy(() -> new PositionWeights(List.of(1.0), -1)).hasMessageContaining("decay");
  }
}
