package dev.belay.core.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Values by hand, and what each gradient is on average over the policy's own samples. */
class KlTermTest {

  private static final double[] LOGITS = {.3, -1, 1.2, .1};
  private static final double[] REFERENCE = {-.5, .4, .2, .9};

  @ParameterizedTest
  @CsvSource({"K1, .5, 1", "K2, .125, .5", "K3, .106531, .393469"})
  void publishedValuesAndTheirSlopes(KlEstimator estimator, double value, double slope) {
    assertThat(estimator.value(-1, -1.5)).isCloseTo(value, within(5e-7));
    assertThat(estimator.slope(-1, -1.5)).isCloseTo(slope, within(5e-7));
  }

  @Test
  void nothingIsClamped() {
    assertThat(KlEstimator.K1.value(-1, -101)).isEqualTo(100);
    assertThat(KlEstimator.K3.value(-101, -1)).isCloseTo(Math.exp(100) - 101, within(1e30));
  }

  @Test
  void meanOfK1AndOfK3IsTheKl() {
    double[] logP = logSoftmax(LOGITS);
    double[] logQ = logSoftmax(REFERENCE);
    for (KlEstimator estimator : new KlEstimator[] {KlEstimator.K1, KlEstimator.K3}) {
      double mean = 0;
      for (int v = 0; v < logP.length; v++) {
        mean += Math.exp(logP[v]) * estimator.value(logP[v], logQ[v]);
      }
      assertThat(mean).isCloseTo(kl(logP, logQ), within(1e-12));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "K2, FORMULA",
    "K1, K2_STRAIGHT_THROUGH",
    "K3, K2_STRAIGHT_THROUGH",
    "K1, SCORE_FUNCTION",
    "K3, SCORE_FUNCTION"
  })
  void meanGradientIsThatOfTheKl(KlEstimator estimator, KlGradient gradient) {
    double[] expected = slopes(logits -> kl(logSoftmax(logits), logSoftmax(REFERENCE)));
    assertThat(meanGradient(new KlTerm(estimator, gradient, 1)))
        .containsExactly(expected, within(1e-8));
  }

  @Test
  void meanGradientOfK3sFormulaIsThatOfTheOtherDirection() {
    double[] expected = slopes(logits -> kl(logSoftmax(REFERENCE), logSoftmax(logits)));
    assertThat(meanGradient(KlTerm.of(KlEstimator.K3, 1))).containsExactly(expected, within(1e-8));
  }

  @Test
  void penaltyScalesWithItsCoefficient() {
    KlTerm exact = KlTerm.of(KlEstimator.EXACT, .2);
    assertThat(exact.value(-1, Double.NaN, .7)).isEqualTo(.2 * .7);
    assertThat(exact.logProbSlope(-1, Double.NaN)).isZero();
    assertThat(exact.exactKlSlope()).isEqualTo(.2);
    KlTerm k2 = KlTerm.of(KlEstimator.K2, .2);
    assertThat(k2.value(-1, -1.5, .7)).isEqualTo(.2 * .125);
    assertThat(k2.logProbSlope(-1, -1.5)).isEqualTo(.2 * .5);
    assertThat(k2.exactKlSlope()).isZero();
    KlTerm k1 = KlTerm.of(KlEstimator.K1, .2);
    assertThat(k1.value(-1, -1.5, .7)).isEqualTo(.2 * .5);
    assertThat(k1.logProbSlope(-1, -1.5)).isEqualTo(.2 * .5);
  }

  @Test
  void combinationsWithoutEffectAreRefused() {
    assertThatThrownBy(() -> new KlTerm(KlEstimator.K1, KlGradient.FORMULA, 1))
        .hasMessageContaining("no gradient on average");
    assertThatThrownBy(() -> new KlTerm(KlEstimator.EXACT, KlGradient.SCORE_FUNCTION, 1))
        .hasMessageContaining("formula");
    assertThatThrownBy(() -> KlTerm.of(KlEstimator.K2, -1)).hasMessageContaining("kl.coef");
  }

  @ParameterizedTest
  @EnumSource(KlEstimator.class)
  void everyEstimatorHasAUsualGradient(KlEstimator estimator) {
    assertThat(KlTerm.of(estimator, 1).estimator()).isEqualTo(estimator);
  }

  /** Σ_v π(v) · coefficient(v) · ∇ log π(v). */
  private static double[] meanGradient(KlTerm term) {
    double[] logP = logSoftmax(LOGITS);
    double[] logQ = logSoftmax(REFERENCE);
    double[] mean = new double[LOGITS.length];
    for (int v = 0; v < mean.length; v++) {
      double slope = term.logProbSlope(logP[v], logQ[v]);
      for (int j = 0; j < mean.length; j++) {
        double score = (j == v ? 1 : 0) - Math.exp(logP[j]);
        mean[j] += Math.exp(logP[v]) * slope * score;
      }
    }
    return mean;
  }

  private interface Function {
    double of(double[] logits);
  }

  private static double[] slopes(Function function) {
    double[] slopes = new double[LOGITS.length];
    for (int j = 0; j < slopes.length; j++) {
      double[] above = LOGITS.clone();
      double[] below = LOGITS.clone();
      above[j] += 1e-5;
      below[j] -= 1e-5;
      slopes[j] = (function.of(above) - function.of(below)) / 2e-5;
    }
    return slopes;
  }

  private static double kl(double[] logP, double[] logQ) {
    double sum = 0;
    for (int v = 0; v < logP.length; v++) {
      sum += Math.exp(logP[v]) * (logP[v] - logQ[v]);
    }
    return sum;
  }

  private static double[] logSoftmax(double[] logits) {
    double sum = Math.log(Arrays.stream(logits).map(Math::exp).sum());
    return Arrays.stream(logits).map(z -> z - sum).toArray();
  }
}
