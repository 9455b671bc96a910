package dev.belay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MedianTest {

  @Test
  void ofAnOddNumberItIsTheMiddleOne() {
    assertThat(Median.of(new double[] {9, 1, 4})).isEqualTo(4);
    assertThat(Median.of(new double[] {-3})).isEqualTo(-3);
  }

  @Test
  void ofAnEvenNumberItIsTheMeanOfTheMiddleTwo() {
    assertThat(Median.of(new double[] {9, 1, 2, 4})).isEqualTo(3);
  }

  @Test
  void theValuesStayInTheirOrder() {
    double[] values = {3, 1, 2};
    assertThat(Median.of(values)).isEqualTo(2);
    assertThat(values).containsExactly(3, 1, 2);
  }

  @Test
  void noValuesHaveNone() {
    assertThatThrownBy(() -> Median.of(new double[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no median");
  }
}
