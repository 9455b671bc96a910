package dev.belay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CrossedMeanTest {

  /**
   * By hand: seeds' means 2 and 5, prompts' 2, 3 and 5.5. MS_s = 3 (1.5² + 1.5²) / 1 = 13.5; MS_p =
   * 2 (1.5² + 0.5² + 2²) / 2 = 6.5; what is left is ±(0.5, 0.5, −1), so MS_e = 3 / 2 = 1.5.
   */
  @Test
  void varianceIsThatOfTheTablesMeanSquares() {
    CrossedMean mean = CrossedMean.of(new double[][] {{1, 2, 3}, {3, 4, 8}});

    assertThat(mean.mean()).isEqualTo(3.5);
    assertThat(mean.seedMeans()).containsExactly(2.0, 5.0);
    assertThat(mean.standardError()).isCloseTo(Math.sqrt(18.5 / 6), within(1e-12));
    assertThat(mean.spread()).isCloseTo(Math.sqrt(4.5), within(1e-12));
    double radius =
        Math.hypot(
            StudentT.twoSidedCritical(1, 0.9) * Math.sqrt(13.5 / 6),
            StudentT.twoSidedCritical(2, 0.9) * Math.sqrt(6.5 / 6));
    assertThat(mean.interval(0.9).high()).isCloseTo(3.5 + radius, within(1e-12));
  }

  @Test
  void oneSeedLeavesTheErrorOfPrompts() {
    CrossedMean mean = CrossedMean.of(new double[][] {{1, 2, 6}});

    // Squares about 3: 4 + 1 + 9 = 14, over N − 1 and N.
    assertThat(mean.standardError()).isCloseTo(Math.sqrt(14 / 2.0 / 3), within(1e-12));
    assertThat(mean.spread()).isZero();
  }

  @Test
  void onePromptLeavesTheErrorOfSeeds() {
    CrossedMean mean = CrossedMean.of(new double[][] {{1}, {2}, {6}});

    assertThat(mean.standardError()).isCloseTo(Math.sqrt(14 / 2.0 / 3), within(1e-12));
  }

  /** Seeds that agree in every prompt: the prompts alone are drawn. */
  @Test
  void seedsThatAgreeAddNothing() {
    double[] one = {0, 1, 1, 0, 1};
    CrossedMean three = CrossedMean.of(new double[][] {one, one, one});

    assertThat(three.standardError())
        .isCloseTo(CrossedMean.of(new double[][] {one}).standardError(), within(1e-12));
  }

  /** The estimate is never below what seeds alone, or prompts alone, prove. */
  @Test
  void theErrorIsNotLessThanThatOfSeeds() {
    CrossedMean mean = CrossedMean.of(new double[][] {{0, 1}, {1, 0}});

    // MS_s = MS_p = 0, MS_e = 1: the sum would be negative.
    assertThat(mean.standardError()).isZero();
  }

  /** That none of 100 prompts differed is no proof that no prompt would: rule of 3.84 in 103.84. */
  @Test
  void noDifferenceInAnyPromptIsNoCertainty() {
    CrossedMean none = CrossedMean.of(new double[3][100]);

    assertThat(none.intervalOfShares(0.95).low()).isCloseTo(-3.8415 / 103.8415, within(1e-6));
    assertThat(none.intervalOfShares(0.95).high())
        .isCloseTo(TangoInterval.interval(0, 0, 100, 0.95).high(), within(1e-9));
  }

  @Test
  void tablesWithHolesAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> CrossedMean.of(new double[0][0]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CrossedMean.of(new double[][] {{1, 2}, {1}}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CrossedMean.of(new double[][] {{1, Double.NaN}}));
  }
}
