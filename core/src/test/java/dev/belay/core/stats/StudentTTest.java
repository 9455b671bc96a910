package dev.belay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudentTTest {

  /** Printed tables of the t distribution. */
  @ParameterizedTest
  @CsvSource({
    "1, 0.95, 12.70620474",
    "2, 0.95, 4.30265273",
    "4, 0.95, 2.77644511",
    "10, 0.95, 2.22813885",
    "30, 0.95, 2.04227246",
    "120, 0.95, 1.97993041",
    "1, 0.5, 1",
    "2, 0.99, 9.92484320"
  })
  void criticalValuesAreThoseOfTables(double degrees, double confidence, double critical) {
    assertThat(StudentT.twoSidedCritical(degrees, confidence)).isCloseTo(critical, within(1e-6));
  }

  @Test
  void betweenWholeDegreesItFalls() {
    assertThat(StudentT.twoSidedCritical(2.5, 0.95)).isBetween(3.18244631, 4.30265273);
  }

  @Test
  void withManyDegreesItIsNormal() {
    assertThat(StudentT.twoSidedCritical(1e6, 0.95)).isCloseTo(1.959966, within(1e-5));
    assertThat(StudentT.twoSidedCritical(1e12, 0.95))
        .isEqualTo(StandardNormal.twoSidedCritical(0.95));
  }

  @Test
  void lessThanOneDegreeIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> StudentT.twoSidedCritical(0.9, 0.95));
  }
}
