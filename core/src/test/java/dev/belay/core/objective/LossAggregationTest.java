package dev.belay.core.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LossAggregationTest {

  /** Token losses 1, 1 and .5 six times; longest allowed 8. */
  @ParameterizedTest
  @CsvSource({
    "TOKEN_MEAN, .625",
    "SEQ_MEAN_TOKEN_MEAN, .75",
    "SEQ_MEAN_TOKEN_SUM, 2.5",
    "CONSTANT, .3125",
    "SUM_CONSTANT, .625"
  })
  void twoSequencesGiveThePublishedNumbers(LossAggregation aggregation, double loss) {
    double[] weights = aggregation.tokenWeights(new int[] {2, 6}, 8);
    assertThat(weights[0] * 2 + weights[1] * 6 * .5).isCloseTo(loss, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({
    "TOKEN_MEAN, .625",
    "SEQ_MEAN_TOKEN_MEAN, .75",
    "SEQ_MEAN_TOKEN_SUM, 2.5",
    "CONSTANT, .15625",
    "SUM_CONSTANT, .625"
  })
  void maskedSequencesCountInTheConstantAlone(LossAggregation aggregation, double loss) {
    double[] weights = aggregation.tokenWeights(new int[] {0, 2, 6, 0}, 8);
    assertThat(weights[0]).isZero();
    assertThat(weights[3]).isZero();
    assertThat(weights[1] * 2 + weights[2] * 6 * .5).isCloseTo(loss, within(1e-12));
  }

  @ParameterizedTest
  @EnumSource(LossAggregation.class)
  void allMaskedHasNoWeightAtAll(LossAggregation aggregation) {
    assertThat(aggregation.tokenWeights(new int[] {0, 0}, 8)).containsOnly(0);
    assertThat(aggregation.tokenWeights(new int[0], 8)).isEmpty();
  }

  @Test
  void meansAgreeWhereAllSequencesAreFull() {
    int[] full = {8, 8, 8};
    double[] tokenMean = LossAggregation.TOKEN_MEAN.tokenWeights(full, 8);
    assertThat(LossAggregation.SEQ_MEAN_TOKEN_MEAN.tokenWeights(full, 8))
        .containsExactly(tokenMean, within(1e-15));
    assertThat(LossAggregation.CONSTANT.tokenWeights(full, 8))
        .containsExactly(tokenMean, within(1e-15));
  }
}
