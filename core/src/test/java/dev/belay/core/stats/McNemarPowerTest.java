package dev.belay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class McNemarPowerTest {

  @Test
  void sixPairsOfWhichAllMustFall() {
    // Two-sided p of six of six is 2/64 = .031, of five of six .22: all six must change and fall.
    assertThat(new McNemarPower(6, 0.05).power(0.5, 0.5)).isCloseTo(1 / 64.0, within(1e-15));
    assertThat(new McNemarPower(6, 0.05).power(0, 1)).isCloseTo(1 / 64.0, within(1e-15));
    assertThat(new McNemarPower(5, 0.05).power(1, 1)).isZero();
  }

  @Test
  void agreesWithTheTestItselfOverEveryTable() {
    int n = 40;
    double lost = 0.3;
    double gained = 0.1;
    double power = 0;
    for (int b = 0; b <= n; b++) {
      for (int c = 0; b + c <= n; c++) {
        PairedOutcomes pairs = new PairedOutcomes(0, b, c, n - b - c);
        if (b > c && McNemarExact.pTwoSided(pairs) <= 0.05) {
          power += trinomial(n, b, c, lost, gained);
        }
      }
    }
    assertThat(new McNemarPower(n, 0.05).power(0.2, 0.4)).isCloseTo(power, within(1e-9));
  }

  private static double trinomial(int n, int b, int c, double lost, double gained) {
    double law = Math.pow(lost, b) * Math.pow(gained, c) * Math.pow(1 - lost - gained, n - b - c);
    for (int i = 0; i < b; i++) {
      law *= (double) (n - i) / (i + 1);
    }
    for (int i = 0; i < c; i++) {
      law *= (double) (n - b - i) / (i + 1);
    }
    return law;
  }

  @Test
  void smallestDropIsFoundWithThePower() {
    McNemarPower test = new McNemarPower(520, 0.05);
    double drop = test.smallestDrop(0.1, 0.8);
    assertThat(test.power(drop, 0.1)).isCloseTo(0.8, within(1e-3));
    assertThat(drop).isBetween(0.03, 0.05);
    assertThat(test.smallestDrop(0.3, 0.8)).isGreaterThan(drop);
  }

  @Test
  void thousandsOfChangedPairsDoNotUnderflow() {
    assertThat(new McNemarPower(4000, 0.05).power(0.05, 0.9)).isBetween(0.9, 0.93);
    assertThat(new McNemarPower(4000, 0.05).power(0, 0.9)).isBetween(0.02, 0.025);
  }

  @Test
  void aLargeDropAmongThousandsOfPairsIsFoundForCertain() {
    for (int pairs : new int[] {200, 1_000, 2_000, 20_000}) {
      assertThat(new McNemarPower(pairs, 0.05).power(0.72, 0.72)).isCloseTo(1, within(1e-9));
      assertThat(new McNemarPower(pairs, 0.05).power(0.72, 0.9)).isCloseTo(1, within(1e-9));
    }
  }

  @Test
  void morePairsFindSmallerDrops() {
    double before = 1;
    for (int pairs : new int[] {50, 520, 1_319, 2_000, 14_042}) {
      double drop = new McNemarPower(pairs, 0.05).smallestDrop(0.1, 0.8);
      assertThat(drop).isPositive().isLessThan(before);
      before = drop;
    }
    // The textbook's (1.96 + .84)² (.1 − e²) / e² pairs at this drop, give or take the coarse
    // steps.
    assertThat(7.849 * (0.1 - before * before) / (before * before))
        .isBetween(0.95 * 14_042, 1.02 * 14_042);
  }

  @Test
  void fewPairsFindNothing() {
    assertThat(new McNemarPower(5, 0.05).smallestDrop(0.1, 0.8)).isEqualTo(1);
    assertThatIllegalArgumentException().isThrownBy(() -> new McNemarPower(0, 0.05));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new McNemarPower(5, 0.05).power(0.2, 0.1));
  }
}
