package dev.belay.core.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class DropBoundsTest {

  @Test
  void theTightestIsNamedAndWhatSaysNothingIsVacuous() {
    DropBounds of = DropBounds.ofKl(Optional.of(BaseSafety.exact(0.95)), 0.05);
    assertThat(of.bounds().stream().map(DropBounds.Bound::section))
        .containsExactly("3 B6", "3 B7", "3 B8", "3 B9");
    assertThat(of.tightest().orElseThrow().section()).isEqualTo("3 B6");
    assertThat(of.tightest().orElseThrow().drop()).isCloseTo(0.0822, within(5e-5));
    assertThat(of.bounds()).noneMatch(DropBounds.Bound::vacuous);
    DropBounds far = DropBounds.ofKl(Optional.of(BaseSafety.exact(0.1)), 5);
    assertThat(far.tightest()).isEmpty();
    assertThat(far.bounds()).allMatch(DropBounds.Bound::vacuous);
  }

  @Test
  void aLowerLimitOfBaseSafetyIsCoveredFromThereOn() {
    for (double lower : new double[] {0, 0.2, 0.5, 0.51, 0.8, 0.97}) {
      for (double m = lower; m <= 1; m += 0.01) {
        assertThat(KlInverse.of(Math.min(1, m), 0.04).maxDrop())
            .isLessThanOrEqualTo(WorstBase.drop(lower, 0.04) + 1e-12);
        assertThat(LogOddsBound.of(m, 1, 0.4).maxDrop())
            .isLessThanOrEqualTo(WorstBase.logOdds(lower, 1, 0.4) + 1e-12);
        assertThat(FrechetBound.of(0.3, m, 0.4).maxDrop())
            .isLessThanOrEqualTo(WorstBase.frechet(0.3, lower, 0.4) + 1e-12);
        assertThat(KlBudget.of(m, 0.05).dropBudget())
            .isGreaterThanOrEqualTo(WorstBase.budget(lower, 0.05) - 1e-12);
        assertThat(CoefficientForDrift.knownBase(m, 1, 0.05))
            .isLessThanOrEqualTo(WorstBase.coefficient(lower, 1, 0.05) + 1e-12);
        assertThat(VarianceBound.bernstein(m * (1 - m), m, 0.04))
            .isLessThanOrEqualTo(WorstBase.bernstein(lower, 0.04) + 1e-12);
      }
    }
  }

  @Test
  void aMeasuredBaseIsUsedWithItsLowerLimit() {
    BaseSafety measured = BaseSafety.measured(0.95, 400, 0.95);
    assertThat(measured.lower()).isBetween(0.92, 0.935);
    assertThat(measured.budget(0.05)).isLessThan(BaseSafety.exact(0.95).budget(0.05));
    assertThat(measured.budget(0.05))
        .isCloseTo(KlBudget.of(measured.lower(), 0.05).dropBudget(), within(1e-12));
    assertThat(measured.coefficient(1, 0.05))
        .isCloseTo(CoefficientForDrift.knownBase(measured.lower(), 1, 0.05), within(1e-12));
    assertThat(BaseSafety.measured(1, 10, 0.95).lower()).isLessThan(0.8);
  }

  @Test
  void theCoefficientBoundsTheOptimum() {
    DropBounds of =
        DropBounds.ofCoefficient(
            Optional.of(BaseSafety.exact(0.99)), 1, 0.02, OptionalDouble.of(0.05));
    assertThat(of.bounds().stream().map(DropBounds.Bound::name))
        .containsExactly("gain of success", "B4 Fréchet", "B3 log-odds", "B2 tanh(R/4 beta)");
    assertThat(of.tightest().orElseThrow().name()).isEqualTo("B4 Fréchet");
    assertThat(of.tightest().orElseThrow().drop()).isCloseTo(0.19, within(1e-9));
  }

  @Test
  void aDesignStatesEveryNumber() {
    DropDesign of = DropDesign.of(0.05, Optional.of(BaseSafety.exact(0.99)), 1, 0.2, 0.05, 0.8);
    assertThat(of.anyCoefficient()).isCloseTo(4.9958, within(5e-5));
    assertThat(of.coefficient().orElseThrow()).isCloseTo(0.5424, within(5e-5));
    assertThat(of.anyBudget()).isCloseTo(0.0050028, within(5e-8));
    assertThat(of.budget().orElseThrow()).isCloseTo(0.05879, within(5e-6));
    assertThat(of.pairs()).isEqualTo(507);
    assertThat(of.pairsWithoutLoss()).isEqualTo(59);
  }
}
