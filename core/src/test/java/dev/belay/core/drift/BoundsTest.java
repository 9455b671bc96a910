package dev.belay.core.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class BoundsTest {

  @Test
  void theExampleOfTheSpecification() {
    assertThat(KlInverse.of(0.95, 0.05).maxDrop()).isCloseTo(0.0822, within(5e-5));
    assertThat(KlInverse.of(0.95, 0.005).maxDrop()).isCloseTo(0.023, within(5e-4));
    assertThat(KlToTv.of(0.05).pinsker()).isCloseTo(0.158, within(5e-4));
    assertThat(KlToTv.of(0.05).bretagnolleHuber()).isCloseTo(0.221, within(5e-4));
  }

  @Test
  void theBudgetIsWhatTheBoundNeeds() {
    double budget = KlBudget.of(0.95, 0.05).dropBudget();
    assertThat(KlInverse.of(0.95, budget).maxDrop()).isCloseTo(0.05, within(1e-14));
    assertThat(LogOddsBound.of(0.95, 1, CoefficientForDrift.knownBase(0.95, 1, 0.05)).maxDrop())
        .isCloseTo(0.05, within(1e-14));
    assertThat(RangeBound.totalVariation(1, CoefficientForDrift.anyBase(1, 0.05)))
        .isCloseTo(0.05, within(1e-14));
  }

  @Test
  void theBudgetOfAnyBaseIsTheLeastOfAll() {
    double any = KlBudget.ofAnyBase(0.05);
    assertThat(any).isCloseTo(0.0050028, within(5e-8));
    assertThat(any).isCloseTo(2 * 0.0025 + 4 * Math.pow(0.05, 4) / 9, within(1e-8));
    for (double m = 0.051; m < 1; m += 0.01) {
      assertThat(KlBudget.of(m, 0.05).dropBudget()).isGreaterThanOrEqualTo(any - 1e-16);
    }
  }

  @Test
  void theBallOfACoinIsTheInverse() {
    ChangeBounds ball = KlBall.of(new double[] {0.05, 0.95}, new double[] {0, 1}, 0.05);
    KlInverse inverse = KlInverse.of(0.95, 0.05);
    assertThat(ball.maxDrop()).isCloseTo(inverse.maxDrop(), within(1e-12));
    assertThat(ball.maxRise()).isCloseTo(inverse.maxRise(), within(1e-12));
  }

  @Test
  void theBallOfGradedSafetyIsTheDualOfItsKl() {
    double[] q = {0.2, 0.3, 0.5};
    double[] s = {0.1, 0.6, 0.9};
    double drop = KlBall.of(q, s, 0.03).maxDrop();
    double least = Double.POSITIVE_INFINITY;
    for (double lambda = 0.01; lambda < 20; lambda += 0.001) {
      double sum = 0;
      for (int i = 0; i < 3; i++) {
        sum += q[i] * Math.exp(-lambda * (s[i] - 0.65));
      }
      least = Math.min(least, (0.03 + Math.log(sum)) / lambda);
    }
    assertThat(drop).isCloseTo(least, within(1e-6));
  }

  @Test
  void theSeriesOfPhiMeetsItsFormula() {
    for (double u : new double[] {0.00999999, -0.00999999, 0.0100001, -0.0100001}) {
      assertThat(BinaryKl.phi(u)).isCloseTo((1 + u) * Math.log1p(u) - u, within(1e-17));
    }
    assertThat(BinaryKl.phi(-1)).isEqualTo(1);
    assertThat(BinaryKl.phi(1e-9)).isCloseTo(5e-19, within(1e-27));
  }

  @Test
  void aRareOutcomeThatBecomesCommonIsFar() {
    assertThat(BinaryKl.of(0.5, 1e-300))
        .isCloseTo(0.5 * Math.log(0.5 / 1e-300) + 0.5 * Math.log(0.5), within(1e-11));
    assertThat(BinaryKl.of(0.5, 0)).isInfinite();
    assertThat(BinaryKl.of(0, 1)).isInfinite();
  }

  @Test
  void aMeanOfBoundsIsAtMostTheBoundOfMeans() {
    AggregateKlBound of =
        AggregateKlBound.of(
            new double[] {0.9, 0.6}, new double[] {0.3, 0.01}, new double[] {0.25, 0.75});
    assertThat(of.meanOfBounds()).isLessThan(of.boundOfMeans());
    assertThat(of.worstPrompt()).isEqualTo(KlInverse.of(0.9, 0.3).maxDrop());
  }

  @Test
  void numbersOutsideTheirRangeAreRefusedBySection() {
    assertThatThrownBy(() -> KlInverse.of(1.2, 0.1))
        .hasMessage("drift specification §3 B6: m must lie in [0, 1], was 1.2");
    assertThatThrownBy(() -> KlBudget.of(0.9, 0))
        .hasMessage("drift specification §7.2: eps must lie in (0, 1), was 0");
    assertThatThrownBy(() -> JudgeMargin.of(0.5, 0.5, 0.1, 0))
        .hasMessageContaining("must add up to more than 1");
  }
}
