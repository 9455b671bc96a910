package dev.belay.core.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.stats.Interval;
import dev.belay.core.stats.Rate;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class EstimatesTest {

  @Test
  void aBinaryRewardIsThePlugInOfItsRates() {
    double[] g = {1, 1, 1, 0, 0, 0, 0, 0};
    double[] s = {1, 0, 0, 1, 1, 1, 0, 1};
    assertThat(DriftEstimate.of(g, s, 0.5).drift())
        .isCloseTo(BinaryReward.drift(3 / 8.0, 0.5, 1 / 3.0, 4 / 5.0), within(1e-15));
  }

  @Test
  void theJackknifeLeavesOutADominatingCompletionWithANewMaximum() {
    // Without the first, two weights are left that underflow beside it.
    double[] g = {1, 0, 0.001};
    double[] s = {0, 1, 0};
    double beta = 0.0001;
    DriftEstimate of = DriftEstimate.of(g, s, beta);
    double third = Math.exp(-10) / (1 + Math.exp(-10));
    double withoutFirst = third - 0.5;
    double mean = (withoutFirst - 0.5) / 3;
    assertThat(of.driftJackknife()).isCloseTo(3 * of.drift() - 2 * mean, within(1e-12));
  }

  @Test
  void noSuccessesAreNoEvidenceOfNoDrift() {
    Interval of = BinaryDriftInterval.of(new Rate(0, 20), 0, 19, 0.1, 0.95);
    assertThat(of.contains(0)).isTrue();
    assertThat(of.low()).isLessThan(-0.5);
  }

  @Test
  void theExactIntervalHoldsTheEstimateAndNarrows() {
    Interval small = BinaryDriftInterval.of(new Rate(8, 20), 4, 11, 0.5, 0.95);
    Interval large = BinaryDriftInterval.of(new Rate(800, 2000), 400, 1100, 0.5, 0.95);
    double drift = BinaryReward.drift(0.4, 0.5, 0.5, 11 / 12.0);
    assertThat(small.contains(drift)).isTrue();
    assertThat(large.contains(drift)).isTrue();
    assertThat(large.width()).isLessThan(small.width() / 4);
  }

  @Test
  void regressionTakesWhatHasNoVariance() {
    // Two equally likely completions whose log-ratio is log 2 both ways, while the exact sums
    // differ.
    double[] k1 = {Math.log(2), Math.log(2)};
    double[] rb = {0.1438, 0.9};
    RegressedKl of = RegressedKl.of(rb, k1);
    assertThat(of.coefficient()).isCloseTo(1, within(1e-12));
    assertThat(of.kl()).isCloseTo(Math.log(2), within(1e-12));
    assertThat(of.se()).isCloseTo(0, within(1e-12));
  }

  @Test
  void regressionLeavesAnExactSumThatDoesNotVary() {
    RegressedKl of = RegressedKl.of(new double[] {0.2, 0.2, 0.2}, new double[] {1, -1, 0.3});
    assertThat(of.coefficient()).isCloseTo(0, within(1e-15));
    assertThat(of.kl()).isCloseTo(0.2, within(1e-15));
    RegressedKl same = RegressedKl.of(new double[] {0.2, 0.4}, new double[] {0.2, 0.4});
    assertThat(same.kl()).isCloseTo(0.3, within(1e-15));
  }

  @Test
  void aTokensKlDoesNotDependOnTheLevelOfItsLogits() {
    double[][] pi = {{1, 2, 3}};
    double[][] ref = {{3, 1, 2}};
    double[][] raised = {{10001, 10002, 10003}};
    int[] token = {2};
    assertThat(PerTokenKl.of(raised, ref, token).rbKl())
        .isCloseTo(PerTokenKl.of(pi, ref, token).rbKl(), within(1e-12));
  }

  @Test
  void theBiasIsThatOfManySamples() {
    double[] q = {0.3, 0.2, 0.5};
    double[] g = {1, 0.5, 0};
    double[] s = {0.2, 1, 0.6};
    SplittableRandom random = new SplittableRandom(8);
    int n = 40;
    double sum = 0;
    int samples = 40_000;
    for (int sample = 0; sample < samples; sample++) {
      double[] rewards = new double[n];
      double[] safety = new double[n];
      for (int i = 0; i < n; i++) {
        double u = random.nextDouble();
        int atom = u < 0.3 ? 0 : u < 0.5 ? 1 : 2;
        rewards[i] = g[atom];
        safety[i] = s[atom];
      }
      sum += DriftEstimate.driftOf(rewards, safety, 0.5);
    }
    double bias = sum / samples - TiltedOptimum.of(q, g, s, 0.5).drift();
    // The error of the simulated mean is about 2e-4, the bias ten times that.
    assertThat(bias).isCloseTo(EstimatorBias.of(q, g, s, 0.5, n), within(1e-3));
    assertThat(Math.abs(EstimatorBias.of(q, g, s, 0.5, n))).isGreaterThan(2e-3);
  }
}
