package dev.belay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ConfidenceSequenceTest {

  private static final double ALPHA = 0.6;

  private static final List<Supplier<ConfidenceSequence>> SEQUENCES =
      List.of(
          () -> new PredictableEbSequence(ALPHA),
          () -> new GridEbSequence(ALPHA, GridEbSequence.standardStakes()));

  @Test
  void coversAtAllTimesAsOftenAsItSays() {
    for (Supplier<ConfidenceSequence> made : SEQUENCES) {
      for (double up : new double[] {0.02, 0.1, 0.5, 0.9}) {
        assertThat(missed(made, 12, up, 2 * up - 1)).isLessThanOrEqualTo(ALPHA);
      }
      // The wrong mean is found out.
      assertThat(missed(made, 12, 1, -1)).isEqualTo(1);
    }
  }

  /** P(some interval misses the mean), over all paths of draws that are 1 or −1. */
  private static double missed(
      Supplier<ConfidenceSequence> made, int draws, double up, double mean) {
    double missed = 0;
    for (int path = 0; path < 1 << draws; path++) {
      ConfidenceSequence sequence = made.get();
      boolean miss = false;
      double probability = 1;
      for (int t = 0; t < draws; t++) {
        boolean one = (path >> t & 1) == 1;
        sequence.observe(one ? 1 : -1);
        probability *= one ? up : 1 - up;
        miss |= !sequence.interval().contains(mean);
      }
      missed += miss ? probability : 0;
    }
    return missed;
  }

  @Test
  void mirroredDrawsGiveMirroredIntervals() {
    double[] xs = {1, 0, 0.5, 0, 1, 1, -0.25, 0, 0, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1};
    double[] mirrored = new double[xs.length];
    for (int i = 0; i < xs.length; i++) {
      mirrored[i] = -xs[i];
    }
    for (Supplier<ConfidenceSequence> made : SEQUENCES) {
      Interval[] one = made.get().observeAll(xs);
      Interval[] other = made.get().observeAll(mirrored);
      for (int i = 0; i < xs.length; i++) {
        assertThat(other[i].low()).isCloseTo(-one[i].high(), within(1e-14));
        assertThat(other[i].high()).isCloseTo(-one[i].low(), within(1e-14));
      }
      assertThat(one[xs.length - 1].width()).isLessThan(2);
    }
  }

  @Test
  void beforeTheFirstDrawAnythingIsPossible() {
    for (Supplier<ConfidenceSequence> made : SEQUENCES) {
      assertThat(made.get().interval()).isEqualTo(new Interval(-1, 1, 1 - ALPHA));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> new PredictableEbSequence(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GridEbSequence(0.05, new double[] {1}));
  }

  @Test
  void manyDrawsNarrowTheInterval() {
    for (Supplier<ConfidenceSequence> made : SEQUENCES) {
      ConfidenceSequence sequence = made.get();
      for (int t = 0; t < 20_000; t++) {
        sequence.observe(t % 10 == 0 ? 1 : 0);
      }
      assertThat(sequence.interval().contains(0.1)).isTrue();
      assertThat(sequence.interval().width()).isLessThan(0.05);
    }
  }
}
