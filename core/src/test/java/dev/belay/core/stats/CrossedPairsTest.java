package dev.belay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CrossedPairsTest {

  /** 36 both, 12 lost, 2 gained. */
  private static final double[] BEFORE = new double[50];

  private static final double[] AFTER = new double[50];

  static {
    Arrays.fill(BEFORE, 0, 48, 1);
    Arrays.fill(AFTER, 0, 36, 1);
    Arrays.fill(AFTER, 48, 50, 1);
  }

  @Test
  void oneSeedIsTango() {
    Interval tango = TangoInterval.interval(new PairedOutcomes(36, 12, 2, 0), 0.95);
    CrossedPairs pairs = CrossedPairs.of(new double[][] {BEFORE}, new double[][] {AFTER});

    assertThat(pairs.change().mean()).isCloseTo(-0.2, within(1e-12));
    assertThat(pairs.effective()).isCloseTo(50, within(1e-9));
    assertThat(pairs.interval(0.95).low()).isCloseTo(tango.low(), within(1e-9));
    assertThat(pairs.interval(0.95).high()).isCloseTo(tango.high(), within(1e-9));
  }

  @Test
  void noChangeAtAllKeepsTangosWidth() {
    double[] ones = new double[96];
    Arrays.fill(ones, 1);
    double[][] three = {ones, ones, ones};

    CrossedPairs pairs = CrossedPairs.of(three, three);

    // Nothing is gained or lost, and no seed differs, so e = z² / (n + z²).
    double z = StandardNormal.twoSidedCritical(0.95);
    assertThat(pairs.effective()).isCloseTo(96, within(1e-9));
    assertThat(pairs.interval(0.95).high()).isCloseTo(z * z / (96 + z * z), within(1e-9));
  }

  /** Ten prompts, all kept by one seed, all lost by the other: nothing is known of other seeds. */
  @Test
  void twoSeedsThatDisagreeSayNothing() {
    double[] ones = new double[10];
    Arrays.fill(ones, 1);
    CrossedPairs pairs =
        CrossedPairs.of(new double[][] {ones, ones}, new double[][] {ones, new double[10]});

    // The seeds' means are 0 and −1: Student's radius is 12.7 · 0.5. Prompts do not differ at all.
    assertThat(pairs.change().promptError()).isCloseTo(0, within(1e-12));
    assertThat(pairs.interval(0.95).low()).isEqualTo(-1);
    assertThat(pairs.interval(0.95).high()).isEqualTo(1);
  }

  /** One prompt of 100 lost in one seed of three: Tango's interval, hardly lengthened. */
  @Test
  void aLoneLossOfOneSeedIsNoReasonForAWideInterval() {
    double[] ones = new double[100];
    Arrays.fill(ones, 1);
    double[] lost = ones.clone();
    lost[7] = 0;
    CrossedPairs pairs =
        CrossedPairs.of(new double[][] {ones, ones, ones}, new double[][] {ones, lost, ones});
    Interval interval = pairs.interval(0.95);
    Interval tango =
        TangoInterval.interval(
            pairs.gained(),
            pairs.lost(),
            pairs.effective(),
            StandardNormal.twoSidedCritical(0.95),
            0.95);

    // The seeds' means are 0, −.01 and 0: Student's radius is 4.303 · .01 / 3.
    double seeds = StudentT.twoSidedCritical(2, 0.95) * 0.01 / 3;
    double mean = -0.01 / 3;
    assertThat(interval.low())
        .isCloseTo(mean - Math.hypot(mean - tango.low(), seeds), within(1e-12));
    assertThat(interval.low()).isBetween(-0.06, -0.03);
    assertThat(interval.high()).isBetween(0.03, 0.05);
  }

  /**
   * Three seeds, each of which loses another share of prompts: intervals that know of both keep
   * their promise; those that take the seeds as given do not.
   */
  @Test
  void coversTheTruthOfOtherSeedsAndOtherPrompts() {
    Random random = new Random(5);
    int runs = 400;
    int covered = 0;
    int coveredByPromptsAlone = 0;
    for (int run = 0; run < runs; run++) {
      double[] hard = random.doubles(80, -0.05, 0.05).toArray();
      double[][] before = new double[3][80];
      double[][] after = new double[3][80];
      double[] promptMeans = new double[80];
      for (int s = 0; s < 3; s++) {
        double seed = random.nextDouble(-0.1, 0.1);
        for (int p = 0; p < 80; p++) {
          before[s][p] = 1;
          after[s][p] = random.nextDouble() < 0.15 + seed + hard[p] ? 0 : 1;
          promptMeans[p] += (after[s][p] - 1) / 3;
        }
      }
      covered += CrossedPairs.of(before, after).interval(0.95).contains(-0.15) ? 1 : 0;
      Interval naive = CrossedMean.of(new double[][] {promptMeans}).interval(0.95);
      coveredByPromptsAlone += naive.contains(-0.15) ? 1 : 0;
    }
    assertThat(covered / (double) runs).isBetween(0.93, 0.995);
    assertThat(coveredByPromptsAlone / (double) runs).isLessThan(0.8);
  }

  @Test
  void unequalTablesAndNoSharesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CrossedPairs.of(new double[][] {{1}}, new double[][] {{1, 1}}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CrossedPairs.of(new double[][] {{1}}, new double[][] {{1}, {1}}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CrossedPairs.of(new double[][] {{2}}, new double[][] {{1}}));
  }
}
