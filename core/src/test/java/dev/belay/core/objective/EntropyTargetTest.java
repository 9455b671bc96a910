package dev.belay.core.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EntropyTargetTest {

  private static final EntropyTarget TARGET = new EntropyTarget(.5, .005, .01);

  @Test
  void theWeightRisesBelowTheTargetAndFallsAboveIt() {
    assertThat(TARGET.next(.002, .4)).isCloseTo(.007, within(1e-12));
    assertThat(TARGET.next(.007, .6)).isCloseTo(.002, within(1e-12));
    assertThat(TARGET.next(.007, .5)).isCloseTo(.002, within(1e-12));
  }

  @Test
  void itStaysInItsRange() {
    assertThat(TARGET.next(.008, .4)).isEqualTo(.01);
    assertThat(TARGET.next(.001, .6)).isZero();
  }

  @Test
  void numbersThatControlNothingAreRefused() {
    assertThatThrownBy(() -> new EntropyTarget(-1, .1, 1)).hasMessageContaining("0 or more");
    assertThatThrownBy(() -> new EntropyTarget(1, Double.NaN, 1)).hasMessageContaining("above 0");
  }
}
