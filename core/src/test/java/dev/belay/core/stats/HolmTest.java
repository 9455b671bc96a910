package dev.belay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class HolmTest {

  @Test
  void worksDownFromTheSmallest() {
    // Sorted: .01 x 4, .0125 x 3 (raised to .04), .25 x 2, .5 x 1.
    assertThat(Holm.adjust(new double[] {0.25, 0.01, 0.5, 0.0125}))
        .containsExactly(0.5, 0.04, 0.5, 0.04);
  }

  @Test
  void isCutAtOneAndKeepsTies() {
    assertThat(Holm.adjust(new double[] {0.75, 0.75, 0.5})).containsExactly(1, 1, 1);
    assertThat(Holm.adjust(new double[] {0.03})).containsExactly(0.03);
    assertThat(Holm.adjust(new double[] {})).isEmpty();
  }

  @Test
  void otherThanProbabilitiesAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Holm.adjust(new double[] {0.5, 1.5}));
    assertThatIllegalArgumentException().isThrownBy(() -> Holm.adjust(new double[] {Double.NaN}));
  }
}
