package dev.belay.core.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverlongPenaltyTest {

  /** At most 100 tokens, the last 20 of which cost: arXiv 2503.14476, eq. 13. */
  @ParameterizedTest
  @CsvSource({"0, 0", "80, 0", "81, -0.05", "90, -0.5", "100, -1", "130, -1"})
  void itGrowsOverTheBuffer(int tokens, double expected) {
    assertThat(new OverlongPenalty(100, 20, 1).at(tokens)).isCloseTo(expected, within(1e-15));
    assertThat(new OverlongPenalty(100, 20, 3).at(tokens)).isCloseTo(3 * expected, within(1e-15));
  }

  @Test
  void aBufferOfEverythingCostsFromTheFirstTokenOn() {
    OverlongPenalty penalty = new OverlongPenalty(4, 4, 2);
    assertThat(penalty.at(0)).isZero();
    assertThat(penalty.at(1)).isEqualTo(-0.5);
    assertThat(penalty.at(4)).isEqualTo(-2);
  }

  @Test
  void whatIsNoPenaltyIsRefused() {
    assertThatThrownBy(() -> new OverlongPenalty(10, 0, 1)).hasMessageContaining("1..10, was 0");
    assertThatThrownBy(() -> new OverlongPenalty(10, 11, 1)).hasMessageContaining("1..10, was 11");
    assertThatThrownBy(() -> new OverlongPenalty(10, 5, 0)).hasMessageContaining("was 0");
    assertThatThrownBy(() -> new OverlongPenalty(10, 5, Double.NaN)).hasMessageContaining("NaN");
  }
}
