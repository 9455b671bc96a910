package dev.belay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ClusteredPairsTest {
  /** 36 both, 12 lost, 2 gained. */
  private static final double[] BEFORE = new double[50];

  private static final double[] AFTER = new double[50];

  static {
    Arrays.fill(BEFORE, 0, 48, 1);
    Arrays.fill(AFTER, 0, 36, 1);
    Arrays.fill(AFTER, 48, 50, 1);
  }

  @Test
  void oneCompletionOfEachIsTango() {
    Interval tango = TangoInterval.interval(new PairedOutcomes(36, 12, 2, 0), 0.95);
    for (ClusteredPairs pairs :
        new ClusteredPairs[] {
          ClusteredPairs.of(BEFORE, AFTER, 50), ClusteredPairs.ofScores(BEFORE, AFTER)
        }) {
      assertThat(pairs.interval(0.95).low()).isCloseTo(tango.low(), within(1e-12));
      assertThat(pairs.interval(0.95).high()).isCloseTo(tango.high(), within(1e-12));
      assertThat(pairs.change()).isCloseTo(-0.2, within(1e-15));
      assertThat(pairs.discordant()).isCloseTo(0.28, within(1e-15));
      // McNemar's z = 10/sqrt(14).
      assertThat(pairs.pTwoSided())
          .isCloseTo(2 * StandardNormal.upperTail(10 / Math.sqrt(14)), within(1e-12));
    }
  }

  @Test
  void moreCompletionsThatSayTheSameAddNothing() {
    assertThat(ClusteredPairs.of(BEFORE, AFTER, 500).effective()).isCloseTo(50, within(1e-9));
  }

  @Test
  void noiseWithinPromptsIsAveragedOut() {
    double[] half = new double[100];
    Arrays.fill(half, 0.5);
    ClusteredPairs pairs = ClusteredPairs.of(half, half, 400);
    // Single draws: gained .25, lost .25 of each; the means never differ: effect at its least, 1/4.
    assertThat(pairs.effective()).isCloseTo(400, within(1e-9));
    assertThat(pairs.gained()).isCloseTo(100, within(1e-9));
    assertThat(pairs.interval(0.95).width()).isLessThan(0.2);
    assertThat(pairs.pTwoSided()).isEqualTo(1);
  }

  @Test
  void noChangeAtAllKeepsTangosWidth() {
    double[] ones = new double[96];
    Arrays.fill(ones, 1);
    double limit = 3.841458820694124 / (96 + 3.841458820694124);
    for (ClusteredPairs pairs :
        new ClusteredPairs[] {
          ClusteredPairs.of(ones, ones, 960), ClusteredPairs.ofScores(ones, ones)
        }) {
      assertThat(pairs.interval(0.95).high()).isCloseTo(limit, within(1e-12));
      assertThat(pairs.interval(0.95).low()).isCloseTo(-limit, within(1e-12));
    }
  }

  @Test
  void smallStepsOfScoresAreWorthMorePrompts() {
    double[] before = new double[40];
    double[] after = new double[40];
    Arrays.fill(before, 0.5);
    for (int i = 0; i < 40; i++) {
      after[i] = i % 2 == 0 ? 0.75 : 0.25;
    }
    // Squares 40/16 = 2.5, moved 10, no mean: (2.5 + 1)/(10 + 1).
    assertThat(ClusteredPairs.ofScores(before, after).effective())
        .isCloseTo(40 * 11 / 3.5, within(1e-9));
  }

  @Test
  void unequalOrEmptyIsRefused() {
    double[] one = {1};
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClusteredPairs.of(one, new double[] {1, 0}, 2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClusteredPairs.ofScores(new double[0], new double[0]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClusteredPairs.of(one, new double[] {Double.NaN}, 1));
  }
}
