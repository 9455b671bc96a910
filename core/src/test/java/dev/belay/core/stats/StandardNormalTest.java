package dev.belay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;

class StandardNormalTest {

  @Test
  void tabulatedValues() {
    assertThat(StandardNormal.cdf(0)).isEqualTo(0.5);
    assertThat(StandardNormal.cdf(1)).isCloseTo(0.8413447460685429, within(1e-15));
    assertThat(StandardNormal.cdf(-1.959963984540054)).isCloseTo(0.025, within(1e-15));
    assertThat(StandardNormal.twoSidedCritical(0.95)).isCloseTo(1.959963984540054, within(1e-14));
    assertThat(StandardNormal.quantile(0.05)).isCloseTo(-1.6448536269514729, within(1e-14));
  }

  @Test
  void farTailKeepsItsDigits() {
    assertThat(StandardNormal.upperTail(10))
        .isCloseTo(7.619853024160527e-24, withinPercentage(1e-9));
    assertThat(StandardNormal.cdf(-5)).isCloseTo(2.866515718791939e-7, withinPercentage(1e-9));
  }

  @Test
  void bothFormulasMeetWhereTheyChange() {
    double below = StandardNormal.upperTail(Math.nextDown(4.0));
    assertThat(StandardNormal.upperTail(4.0)).isCloseTo(below, withinPercentage(1e-9));
  }

  @Test
  void quantileInvertsTheCdf() {
    for (double p = 0.001; p < 1; p += 0.001) {
      assertThat(StandardNormal.cdf(StandardNormal.quantile(p))).isCloseTo(p, within(1e-14));
    }
  }

  @Test
  void probabilitiesOutsideAreRejected() {
    assertThatIllegalArgumentException().isThrownBy(() -> StandardNormal.quantile(0));
    assertThatIllegalArgumentException().isThrownBy(() -> StandardNormal.quantile(1));
    assertThatIllegalArgumentException().isThrownBy(() -> StandardNormal.upperTail(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> StandardNormal.twoSidedCritical(1));
  }
}
