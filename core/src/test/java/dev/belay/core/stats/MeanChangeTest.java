package dev.belay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MeanChangeTest {

  /** All yes before; of each run so many lost, the first ones. */
  private static CrossedPairs suite(int prompts, int... lost) {
    double[][] before = new double[lost.length][prompts];
    double[][] after = new double[lost.length][prompts];
    for (int s = 0; s < lost.length; s++) {
      Arrays.fill(before[s], 1);
      Arrays.fill(after[s], lost[s], prompts, 1);
    }
    return CrossedPairs.of(before, after);
  }

  @Test
  void oneSuiteIsItsOwnMean() {
    CrossedPairs suite = suite(80, 4, 8, 6);
    MeanChange mean = MeanChange.of(List.of(suite), 0.95);

    assertThat(mean.change()).isCloseTo(-6 / 80.0, within(1e-12));
    assertThat(mean.interval().low()).isCloseTo(suite.interval(0.95).low(), within(1e-12));
    assertThat(mean.interval().high()).isCloseTo(suite.interval(0.95).high(), within(1e-12));
  }

  @Test
  void suitesWeighTheSameHoweverManyPromptsTheyHave() {
    MeanChange mean = MeanChange.of(List.of(suite(50, 5, 10), suite(500, 0, 0)), 0.95);

    assertThat(mean.change()).isCloseTo(-0.075, within(1e-12));
    assertThat(mean.before()).isCloseTo(1, within(1e-12));
    assertThat(mean.after()).isCloseTo(0.925, within(1e-12));
    assertThat(mean.seedMeans().get(0)).isCloseTo(-0.05, within(1e-12));
    assertThat(mean.seedMeans().get(1)).isCloseTo(-0.1, within(1e-12));
  }

  /** Errors of prompts average out over suites; those of seeds do not. */
  @Test
  void fourSuitesHalveTheErrorOfPromptsAlone() {
    CrossedPairs one = suite(100, 10);
    Interval alone = one.interval(0.95);
    Interval four = MeanChange.of(List.of(one, one, one, one), 0.95).interval();
    assertThat(four.width()).isCloseTo(alone.width() / 2, within(1e-12));

    CrossedPairs seeds = suite(10_000, 500, 1500);
    Interval shared = MeanChange.of(List.of(seeds, seeds, seeds, seeds), 0.95).interval();
    assertThat(shared.width()).isGreaterThan(0.98 * seeds.interval(0.95).width());
  }

  @Test
  void coversTheTruthOfOtherSeedsAndOtherPrompts() {
    Random random = new Random(3);
    int covered = 0;
    for (int run = 0; run < 400; run++) {
      double[] factors = random.doubles(3, 0.5, 1.5).toArray();
      List<CrossedPairs> suites =
          List.of(drawn(random, 60, 0.05, factors), drawn(random, 120, 0.15, factors));
      covered += MeanChange.of(suites, 0.95).interval().contains(-0.1) ? 1 : 0;
    }
    assertThat(covered / 400.0).isBetween(0.93, 0.998);
  }

  private static CrossedPairs drawn(Random random, int prompts, double lost, double[] factors) {
    double[][] before = new double[factors.length][prompts];
    double[][] after = new double[factors.length][prompts];
    for (int s = 0; s < factors.length; s++) {
      for (int p = 0; p < prompts; p++) {
        before[s][p] = 1;
        after[s][p] = random.nextDouble() < lost * factors[s] ? 0 : 1;
      }
    }
    return CrossedPairs.of(before, after);
  }

  /** By hand: differences .2 and −.1 of single prompts, so that seeds alone have an error. */
  @Test
  void differencesAreAveragedLikewise() {
    CrossedMean one = CrossedMean.of(new double[][] {{0.1}, {0.3}});
    CrossedMean other = CrossedMean.of(new double[][] {{-0.1}, {-0.1}});
    MeanDifference mean = MeanDifference.of(List.of(one, other), 0.9);

    assertThat(mean.change()).isCloseTo(0.05, within(1e-12));
    assertThat(mean.seedMeans().get(0)).isCloseTo(0, within(1e-12));
    assertThat(mean.seedMeans().get(1)).isCloseTo(0.1, within(1e-12));
    double radius = StudentT.twoSidedCritical(1, 0.9) * 0.05;
    assertThat(mean.interval().high()).isCloseTo(0.05 + radius, within(1e-12));
  }

  @Test
  void suitesOfOtherSeedsHaveNoMean() {
    assertThatIllegalArgumentException().isThrownBy(() -> MeanChange.of(List.of(), 0.95));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MeanChange.of(List.of(suite(5, 1), suite(5, 1, 1)), 0.95));
  }
}
