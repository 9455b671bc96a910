package dev.belay.core.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class DecompositionEstimateTest {

  /** Success .5, safe .5 of successes and 1 of failures. */
  private static final double[] G = {1, 1, 0, 0};

  private static final double[] S = {1, 0, 1, 1};

  /** Success .75, safe 2/3 of successes and 1 of failures. */
  private static final double[] G_AFTER = {1, 1, 1, 0};

  private static final double[] S_AFTER = {1, 1, 0, 1};

  @Test
  void partsAndErrorsAreThoseWorkedByHand() {
    DecompositionEstimate of = DecompositionEstimate.of(G, S, G_AFTER, S_AFTER);
    DriftDecomposition rates = DriftDecomposition.of(0.5, 0.5, 1, 0.75, 2.0 / 3, 1);
    assertThat(of.parts().drift()).isCloseTo(0, within(1e-15));
    assertThat(of.parts().selection()).isCloseTo(-0.125, within(1e-15));
    assertThat(of.parts().selection()).isCloseTo(rates.selection(), within(1e-15));
    assertThat(of.parts().within()).isCloseTo(rates.within(), within(1e-15));
    // Σψ²: .75 and .75 of the whole, .375 and .1875 of selection, 1.125 and .6875 within; each /12.
    assertThat(of.seDrift()).isCloseTo(Math.sqrt(1.5 / 12), within(1e-15));
    assertThat(of.seSelection()).isCloseTo(Math.sqrt(0.5625 / 12), within(1e-15));
    assertThat(of.seWithin()).isCloseTo(Math.sqrt(1.8125 / 12), within(1e-15));
  }

  @Test
  void errorsAreThoseOfManySamples() {
    SplittableRandom random = new SplittableRandom(87);
    int samples = 4000;
    double[] selection = new double[samples];
    double[] within = new double[samples];
    double seSelection = 0;
    double seWithin = 0;
    for (int i = 0; i < samples; i++) {
      double[][] before = drawn(random, 0.4, 0.6, 0.9);
      double[][] after = drawn(random, 0.7, 0.5, 0.8);
      DecompositionEstimate of = DecompositionEstimate.of(before[0], before[1], after[0], after[1]);
      selection[i] = of.parts().selection();
      within[i] = of.parts().within();
      seSelection += of.seSelection() / samples;
      seWithin += of.seWithin() / samples;
    }
    // Truth: selection .3 · (−.3) = −.09; within .7 · (−.1) + .3 · (−.1) = −.1.
    assertThat(KlMonteCarlo.mean(selection)).isCloseTo(-0.09, within(0.003));
    assertThat(KlMonteCarlo.mean(within)).isCloseTo(-0.1, within(0.004));
    double root = Math.sqrt(samples);
    assertThat(seSelection / (KlMonteCarlo.standardError(selection) * root)).isBetween(0.95, 1.05);
    assertThat(seWithin / (KlMonteCarlo.standardError(within) * root)).isBetween(0.95, 1.05);
  }

  private static double[][] drawn(SplittableRandom random, double p, double s1, double s0) {
    double[][] drawn = new double[2][80];
    for (int i = 0; i < 80; i++) {
      boolean success = random.nextDouble() < p;
      drawn[0][i] = success ? 1 : 0;
      drawn[1][i] = random.nextDouble() < (success ? s1 : s0) ? 1 : 0;
    }
    return drawn;
  }

  @Test
  void aClassThatDiedOutAfterwardsCountsNothing() {
    DecompositionEstimate of =
        DecompositionEstimate.of(G, S, new double[] {1, 1}, new double[] {0.5, 0.5});
    assertThat(of.parts().selection()).isCloseTo(-0.25, within(1e-15));
    assertThat(of.parts().within()).isCloseTo(0, within(1e-15));
  }

  @Test
  void whatHasNoSuccessOrNoFailureBeforeIsRefused() {
    assertThatThrownBy(
            () -> DecompositionEstimate.of(new double[] {1, 1}, new double[] {1, 0}, G, S))
        .isInstanceOf(RefusedInputException.class)
        .hasMessageContaining("§8.7")
        .hasMessageContaining("had 2 of 2");
    assertThatThrownBy(() -> DecompositionEstimate.of(G, S, new double[] {1}, new double[] {1}))
        .hasMessageContaining("at least two");
    assertThatThrownBy(
            () -> DecompositionEstimate.of(new double[] {0.5, 0}, new double[] {1, 1}, G, S))
        .hasMessageContaining("must be 0 or 1, was 0.5");
    assertThatThrownBy(() -> DecompositionEstimate.of(G, new double[] {1}, G, S))
        .hasMessageContaining("of one length");
    assertThatThrownBy(() -> DecompositionEstimate.of(G, new double[] {1, 0, 1, 2}, G, S))
        .hasMessageContaining("[0, 1]");
  }

  @Test
  void promptsAreNotPooled() {
    // One prompt always succeeds and is safe, one never is either: pooled, safety and success go
    // together, and there is nothing to select in either.
    DecompositionMean.Prompt decomposable = new DecompositionMean.Prompt(G, S, G_AFTER, S_AFTER);
    double[] ones = {1, 1};
    double[] zeros = {0, 0};
    List<DecompositionMean.Prompt> prompts =
        List.of(
            decomposable,
            decomposable,
            new DecompositionMean.Prompt(ones, ones, ones, ones),
            new DecompositionMean.Prompt(zeros, zeros, zeros, zeros));
    DecompositionMean of = DecompositionMean.of(prompts, 0.95).orElseThrow();
    assertThat(of.prompts()).isEqualTo(2);
    assertThat(of.leftOut()).isEqualTo(2);
    assertThat(of.selection().value()).isCloseTo(-0.125, within(1e-15));
    assertThat(of.selection().low()).as("both are alike").isCloseTo(-0.125, within(1e-12));
    assertThat(of.within().seOfThesePrompts()).isCloseTo(Math.sqrt(1.8125 / 12 / 2), within(1e-15));
    assertThat(DecompositionMean.of(prompts.subList(1, 4), 0.95)).isEmpty();
  }
}
