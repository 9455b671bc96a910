package dev.belay.core.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** What trainers make of the coefficient: figures that the specification states. */
final class TrainersTest {

  @Test
  void dividingByTheLengthTiltsTowardsLongCompletions() {
    double[] q = {0.2, 0.2, 0.3, 0.3};
    double[] g = {1, 1, 0, 0};
    double[] lengths = {2, 10, 2, 10};
    assertThat(shortShare(q, g, lengths, 0.2) - 0.5).isCloseTo(-0.228, within(5e-4));
    assertThat(shortShare(q, g, lengths, 0.5) - 0.5).isCloseTo(-0.119, within(5e-4));
    assertThat(shortShare(q, g, lengths, 1) - 0.5).isCloseTo(-0.039, within(5e-4));
  }

  @Test
  void equalLengthsLeaveTheTilt() {
    double[] q = {0.25, 0.35, 0.4};
    double[] g = {0.2, 1, 0};
    LengthAveragedAnchor of = LengthAveragedAnchor.of(q, g, new double[] {5, 5, 5}, 0.4);
    TiltedOptimum tilt = TiltedOptimum.of(q, g, new double[3], 0.4);
    assertThat(of.policy()).containsExactly(tilt.piStar(), within(1e-9));
    assertThat(of.kl()).isCloseTo(tilt.kl(), within(1e-9));
  }

  private static double shortShare(double[] q, double[] g, double[] lengths, double beta) {
    double[] policy = LengthAveragedAnchor.of(q, g, lengths, beta).policy();
    return policy[0] + policy[2];
  }

  @Test
  void normalisedGroupsGainMoreThanTheTiltCan() {
    GroupNormalisation groups = new GroupNormalisation(8, 0);
    GroupNormalisation.FixedPoint of = groups.fixedPoint(0.3, 1);
    assertThat(of.gain()).isCloseTo(0.470, within(5e-4)).isGreaterThan(Math.tanh(0.25));
    assertThat(Logistic.logit(of.pFixed()) - Logistic.logit(0.3))
        .isCloseTo(groups.coefficient(of.pFixed()), within(1e-12));
    assertThat(of.gain()).isLessThan(groups.worstDrift(1));
  }

  @Test
  void smallGroupsHaveKnownCoefficients() {
    for (double p : new double[] {0, 1e-300, 0.2, 0.5, 0.9, 1}) {
      assertThat(new GroupNormalisation(2, 0).coefficient(p)).isCloseTo(1, within(1e-14));
      assertThat(new GroupNormalisation(3, 0).coefficient(p))
          .isCloseTo(Math.sqrt(2), within(1e-14));
      assertThat(new GroupNormalisation(9, 0).coefficient(p))
          .isLessThanOrEqualTo(Math.sqrt(8) + 1e-12);
    }
  }

  @Test
  void theOtherDirectionGainsMoreAtTheSameCoefficient() {
    ForwardKlAnchor of = ForwardKlAnchor.of(0.25, 1);
    assertThat(of.pPrime()).isCloseTo(0.5, within(1e-15));
    assertThat(of.gain()).isCloseTo(0.25, within(1e-15)).isGreaterThan(Math.tanh(0.25));
    assertThat(of.supGain()).isEqualTo(0.25);
    for (double beta : new double[] {1e-6, 0.5, 0.999999, 1.000001, 1e300}) {
      double prime = ForwardKlAnchor.of(0.4, beta).pPrime();
      assertThat(prime * (1 - prime) / beta)
          .isCloseTo(ForwardKlAnchor.of(0.4, beta).gain(), within(1e-9));
    }
  }

  @Test
  void aLossOfTokensMovesSafetyThatIsIndependentOfSuccess() {
    double[] q = {0.5, 0.25, 0.25};
    double[] success = {0.5, 0.9, 0.1};
    double[] safety = {0, 1, 1};
    double[] beta = {2, 1, 0.5, 0.2, 0.1};
    double[] drift = {-0.0048, -0.0174, -0.0471, -0.0253, -0.0004};
    for (int i = 0; i < beta.length; i++) {
      TokenLossTree of = TokenLossTree.of(q, success, safety, beta[i]);
      assertThat(of.driftTilt()).isCloseTo(0, within(1e-15));
      assertThat(of.driftTokenLoss()).isCloseTo(drift[i], within(5e-5));
    }
  }

  @Test
  void sftOnCarelessAnswersLosesAllSafety() {
    double[] safety = {0.7854, 0.2803, 0.1252, 0.01035, 0.001005};
    double[] skill = {0.5485, 0.8148, 0.9000, 0.9899, 0.9990};
    long[] steps = {1, 5, 10, 100, 1000};
    for (int i = 0; i < steps.length; i++) {
      SftDemo of = SftDemo.after(0.4, 0.9, 1, steps[i]);
      assertThat(of.safety()).isCloseTo(safety[i], within(5e-5));
      assertThat(of.skill()).isCloseTo(skill[i], within(5e-5));
    }
  }

  @Test
  void aMeasuredDriftIsTheSumOfItsParts() {
    DriftDecomposition of = DriftDecomposition.of(0.5, 0.9, 0.5, 0.75, 0.8, 0.5);
    assertThat(of.selection()).isCloseTo(0.1, within(1e-15));
    assertThat(of.within()).isCloseTo(-0.075, within(1e-15));
    assertThat(of.drift()).isCloseTo(0.75 * 0.8 + 0.25 * 0.5 - 0.7, within(1e-15));
  }
}
