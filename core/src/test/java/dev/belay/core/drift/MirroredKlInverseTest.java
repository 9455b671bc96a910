package dev.belay.core.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class MirroredKlInverseTest {

  @Test
  void aFairCoinIsSolvedByHand() {
    // kl(1/2 ‖ a) = −½ log(4a(1 − a)), so a = (1 − √(1 − e^−2K))/2.
    for (double kl : new double[] {1e-9, 0.05, 2}) {
      MirroredKlInverse of = MirroredKlInverse.of(0.5, kl);
      double move = Math.sqrt(-Math.expm1(-2 * kl)) / 2;
      assertThat(of.maxDrop()).isCloseTo(move, within(1e-14));
      assertThat(of.maxRise()).isCloseTo(move, within(1e-14));
      assertThat(of.lo()).isCloseTo(0.5 - move, within(1e-14));
      assertThat(of.hi()).isCloseTo(0.5 + move, within(1e-14));
    }
  }

  @Test
  void aBaseThatIsAlwaysSafeKeepsTheExponentialOfTheKl() {
    MirroredKlInverse of = MirroredKlInverse.of(1, 0.05);
    assertThat(of.maxDrop()).isCloseTo(-Math.expm1(-0.05), within(1e-15));
    assertThat(of.lo()).isCloseTo(Math.exp(-0.05), within(1e-15));
    assertThat(of.maxRise()).isZero();
    assertThat(MirroredKlInverse.of(0, 3).maxDrop()).isZero();
    assertThat(MirroredKlInverse.of(0, 3).hi()).isCloseTo(-Math.expm1(-3), within(1e-15));
    assertThat(MirroredKlInverse.of(0.95, 0)).isEqualTo(new MirroredKlInverse(0.95, 0.95, 0, 0));
  }

  @Test
  void itIsTheInverseOfTheDivergenceNearAndFar() {
    for (double m : new double[] {1e-6, 0.03, 0.4, 0.95, 1 - 1e-9}) {
      for (double kl : new double[] {1e-12, 1e-4, 0.3, 7}) {
        MirroredKlInverse of = MirroredKlInverse.of(m, kl);
        assertThat(of.maxDrop()).isBetween(0.0, m);
        if (of.lo() > 1e-300) {
          assertThat(BinaryKl.ofDeviation(of.lo(), (1 - m) + of.maxDrop(), of.maxDrop()))
              .isCloseTo(kl, within(1e-9 * kl + 1e-16));
        }
      }
    }
  }

  @Test
  void anyPolicyIsWithinIt() {
    SplittableRandom random = new SplittableRandom(15);
    for (int i = 0; i < 2000; i++) {
      double[] q = law(random);
      double[] pi = law(random);
      double[] s = {random.nextDouble(), random.nextDouble(), random.nextDouble()};
      double before = FiniteLaw.mean(q, s);
      MirroredKlInverse of = MirroredKlInverse.of(before, FiniteKl.of(q, pi));
      assertThat(FiniteLaw.mean(pi, s)).isBetween(of.lo() - 1e-12, of.hi() + 1e-12);
    }
  }

  private static double[] law(SplittableRandom random) {
    double[] law = {random.nextDouble(), random.nextDouble(), random.nextDouble()};
    double sum = law[0] + law[1] + law[2];
    return new double[] {law[0] / sum, law[1] / sum, law[2] / sum};
  }

  @Test
  void aMeanOfMirroredBoundsIsAtMostTheBoundOfMeans() {
    AggregateKlBound of =
        AggregateKlBound.mirrored(
            new double[] {0.9, 0.6}, new double[] {0.3, 0.01}, new double[] {0.25, 0.75});
    assertThat(of.perPromptDrop()[1]).isEqualTo(MirroredKlInverse.of(0.6, 0.01).maxDrop());
    assertThat(of.meanOfBounds()).isLessThan(of.boundOfMeans());
    assertThat(of.worstPrompt()).isEqualTo(MirroredKlInverse.of(0.9, 0.3).maxDrop());
  }

  @Test
  void itStandsAmongTheBoundsOfTheOtherDirection() {
    DropBounds of = DropBounds.ofReverseKl(Optional.of(BaseSafety.exact(1)), 0.05);
    assertThat(of.bounds().stream().map(DropBounds.Bound::name))
        .containsExactly("B6 mirrored", "B8 Pinsker", "B9 Bretagnolle-Huber");
    assertThat(of.tightest().orElseThrow().drop()).isCloseTo(0.0487706, within(5e-8));
    for (double lower : new double[] {0, 0.3, 0.5, 0.9}) {
      for (double m = lower; m <= 1; m += 0.01) {
        assertThat(MirroredKlInverse.of(Math.min(1, m), 0.04).maxDrop())
            .isLessThanOrEqualTo(WorstBase.mirroredDrop(lower, 0.04) + 1e-12);
      }
    }
  }

  @Test
  void aRiseIsADropOfTheComplement() {
    KlInverse of = KlInverse.of(0.1, 0.05);
    BaseSafety answered = BaseSafety.complementOf(0.1, OptionalLong.empty(), 0.95);
    assertThat(answered.klInverse(0.05)).isCloseTo(of.maxRise(), within(1e-15));
    assertThat(answered.frechet(0.3, 0.5))
        .isCloseTo(FrechetBound.of(0.3, 0.1, 0.5).maxRise(), within(1e-15));
    assertThat(answered.logOdds(1, 0.5))
        .isCloseTo(LogOddsBound.of(0.1, 1, 0.5).maxRise(), within(1e-15));
    assertThat(answered.budget(0.05)).isCloseTo(KlBudget.of(0.1, 0.05).riseBudget(), within(1e-15));
    BaseSafety measured = BaseSafety.complementOf(0.1, OptionalLong.of(200), 0.95);
    assertThat(measured.value()).isEqualTo(0.9);
    assertThat(measured.lower()).isBetween(0.85, 0.88);
  }

  @Test
  void whatIsNoShareOrNoKlIsRefused() {
    assertThatThrownBy(() -> MirroredKlInverse.of(1.2, 0.1))
        .hasMessage("drift specification §3 B6 mirrored: m must lie in [0, 1], was 1.2");
    assertThatThrownBy(() -> MirroredKlInverse.of(0.5, -1)).hasMessageContaining("kl must be 0");
    assertThatThrownBy(() -> MirroredKlInverse.of(0.5, Double.POSITIVE_INFINITY))
        .isInstanceOf(RefusedInputException.class)
        .hasMessageContaining("finite");
  }

  @Test
  void aPolicyShortOfTheOptimumMayDifferByTheGap() {
    DropBounds optimum =
        DropBounds.ofCoefficient(
            Optional.of(BaseSafety.exact(0.99)), 1, 0.02, OptionalDouble.of(0.05));
    // K' = .0004/.02 = .02: min(√.01, √(1 − e^−.02)) = .1.
    DropBounds of = optimum.shortOfOptimum(Suboptimality.of(0.0004, 0.02));
    for (int i = 0; i < of.bounds().size(); i++) {
      assertThat(of.bounds().get(i).drop())
          .isCloseTo(optimum.bounds().get(i).drop() + 0.1, within(1e-12));
    }
    assertThat(of.bounds().getLast().vacuous()).isTrue();
  }
}
