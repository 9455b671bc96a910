package dev.belay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class PairedOutcomesTest {
  private static final PairedOutcomes TABLE = new PairedOutcomes(36, 12, 2, 0);

  @Test
  void ratesAndChange() {
    assertThat(TABLE.n()).isEqualTo(50);
    assertThat(TABLE.before()).isEqualTo(new Rate(48, 50));
    assertThat(TABLE.after()).isEqualTo(new Rate(38, 50));
    assertThat(TABLE.change()).isEqualTo(-0.2);
    assertThat(TABLE.discordant()).isEqualTo(14);
  }

  @Test
  void publishedExampleHasTheSignOfAFall() {
    Interval newcombe = NewcombePaired.interval(TABLE, 0.95);
    assertThat(newcombe.low()).isCloseTo(-0.3404, within(5e-5));
    assertThat(newcombe.high()).isCloseTo(-0.0569, within(5e-5));
    Interval tango = TangoInterval.interval(TABLE, 0.95);
    assertThat(tango.low()).isCloseTo(-0.3447, within(5e-5));
    assertThat(tango.high()).isCloseTo(-0.0611, within(5e-5));
  }

  @Test
  void mcNemarByHand() {
    // 3 changed, all downwards: one-sided 1/8, two-sided 1/4.
    PairedOutcomes three = new PairedOutcomes(5, 3, 0, 2);
    assertThat(McNemarExact.pDecrease(three)).isCloseTo(0.125, within(1e-15));
    assertThat(McNemarExact.pIncrease(three)).isEqualTo(1);
    assertThat(McNemarExact.pTwoSided(three)).isCloseTo(0.25, within(1e-15));
  }

  @Test
  void fewestPairsAreThoseThatCanRejectAtAll() {
    assertThat(McNemarExact.fewestPairs(0.05)).isEqualTo(6);
    assertThat(McNemarExact.fewestPairs(1 - 0.95)).isEqualTo(6);
    // 2^-2 at three pairs is .25: enough at that level, and not at one just below.
    assertThat(McNemarExact.fewestPairs(0.25)).isEqualTo(3);
    assertThat(McNemarExact.fewestPairs(0.2499)).isEqualTo(4);
    for (double level : new double[] {0.3, 0.1, 0.05, 0.01, 0.001}) {
      int fewest = McNemarExact.fewestPairs(level);
      assertThat(McNemarExact.pTwoSided(new PairedOutcomes(0, fewest, 0, 0)))
          .isLessThanOrEqualTo(level);
      assertThat(McNemarExact.pTwoSided(new PairedOutcomes(0, fewest - 1, 0, 0)))
          .isGreaterThan(level);
    }
    assertThatIllegalArgumentException().isThrownBy(() -> McNemarExact.fewestPairs(0));
  }

  @Test
  void complementFlipsTheChangeAndBothIntervals() {
    PairedOutcomes complement = TABLE.complement();
    assertThat(complement.change()).isEqualTo(0.2);
    assertThat(complement.complement()).isEqualTo(TABLE);
    Interval flipped = TangoInterval.interval(complement, 0.95);
    Interval original = TangoInterval.interval(TABLE, 0.95);
    assertThat(flipped.low()).isCloseTo(-original.high(), within(1e-14));
    Interval newcombe = NewcombePaired.interval(complement, 0.9);
    assertThat(newcombe.high())
        .isCloseTo(-NewcombePaired.interval(TABLE, 0.9).low(), within(1e-14));
  }

  @Test
  void intervalsContainTheChangeAndStayInRange() {
    for (long b = 0; b <= 12; b++) {
      for (long c = 0; c <= 12 - b; c++) {
        PairedOutcomes pairs = new PairedOutcomes((12 - b - c) / 2, b, c, (13 - b - c) / 2);
        assertThat(NewcombePaired.interval(pairs, 0.95).contains(pairs.change())).isTrue();
        Interval tango = TangoInterval.interval(pairs, 0.95);
        assertThat(tango.contains(pairs.change())).isTrue();
        assertThat(tango.low()).isGreaterThanOrEqualTo(-1);
        assertThat(tango.high()).isLessThanOrEqualTo(1);
      }
    }
  }

  @Test
  void emptyAndNegativeTablesAreRejected() {
    assertThatIllegalArgumentException().isThrownBy(() -> new PairedOutcomes(0, 0, 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new PairedOutcomes(1, -1, 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> TangoInterval.zAtMargin(TABLE, 1));
  }

  @Test
  void tallyUsesDecidedPairsAndBoundsTheRest() {
    PairedTally tally = new PairedTally();
    tally.add(Optional.of(true), Optional.of(true));
    tally.add(Optional.of(true), Optional.of(false));
    tally.add(Optional.of(false), Optional.of(true));
    tally.add(Optional.of(false), Optional.of(false));
    tally.add(Optional.of(true), Optional.empty());
    tally.add(Optional.empty(), Optional.of(true));
    tally.add(Optional.empty(), Optional.empty());
    assertThat(tally.total()).isEqualTo(7);
    assertThat(tally.decidedPairs()).isEqualTo(4);
    assertThat(tally.undecidedBefore()).isEqualTo(2);
    assertThat(tally.undecidedAfter()).isEqualTo(2);
    assertThat(tally.outcomes()).contains(new PairedOutcomes(1, 1, 1, 1));
    // Decided changes cancel; the three others range over {-1, 0}, {0, 1} and {-1, 0, 1}.
    assertThat(tally.lowestChange()).isEqualTo(-2.0 / 7);
    assertThat(tally.highestChange()).isEqualTo(2.0 / 7);
  }

  @Test
  void tallyWithoutDecidedPairsHasNoTable() {
    PairedTally tally = new PairedTally();
    assertThatIllegalStateException().isThrownBy(tally::lowestChange);
    tally.add(Optional.empty(), Optional.of(true));
    assertThat(tally.outcomes()).isEmpty();
  }
}
