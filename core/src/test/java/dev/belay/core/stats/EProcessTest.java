package dev.belay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class EProcessTest {

  private static final double[] STAKES = BettingGrid.certify();

  /** P(x = −1), P(0), P(1): the mean is P(1) − P(−1). */
  private record Law(double down, double same, double up) {
    double of(int x) {
      return x < 0 ? down : x == 0 ? same : up;
    }
  }

  /** What all paths of so many draws give: the mean of E at the end, P(E ever at 1/alpha). */
  private record Enumerated(double meanE, double rejected) {}

  private static Enumerated enumerate(Supplier<EProcess> made, Law law, int draws, double alpha) {
    double mean = 0;
    double rejected = 0;
    int paths = (int) Math.pow(3, draws);
    for (int path = 0; path < paths; path++) {
      EProcess process = made.get();
      double probability = 1;
      for (int t = 0, rest = path; t < draws; t++, rest /= 3) {
        int x = rest % 3 - 1;
        probability *= law.of(x);
        process.observe(x);
      }
      mean += probability * Math.exp(process.logE());
      rejected += process.rejects(alpha) ? probability : 0;
    }
    return new Enumerated(mean, rejected);
  }

  @Test
  void evidenceHasMeanOneAtTheBoundaryAndSeldomReachesItsThreshold() {
    double margin = 0.1;
    List<Law> atMargin = List.of(new Law(0.2, 0.5, 0.3), new Law(0, 0.9, 0.1));
    List<Supplier<EProcess>> processes =
        List.of(
            () -> BettingEProcess.alarm(margin, STAKES),
            () -> BettingEProcess.certify(margin, STAKES),
            () -> new SpendingEProcess(margin, STAKES));
    for (Supplier<EProcess> made : processes) {
      for (Law law : atMargin) {
        Enumerated found = enumerate(made, law, 8, 0.5);
        assertThat(found.meanE()).isCloseTo(1, within(1e-12));
        assertThat(found.rejected()).isLessThanOrEqualTo(0.5);
      }
    }
    assertThat(enumerate(processes.getFirst(), atMargin.getFirst(), 8, 0.5).rejected())
        .isGreaterThan(0.05);
  }

  @Test
  void insideTheHypothesisEvidenceShrinksAndOutsideItGrows() {
    Law worse = new Law(0, 0.7, 0.3);
    Law unchanged = new Law(0.1, 0.8, 0.1);
    Supplier<EProcess> alarm = () -> BettingEProcess.alarm(0.1, STAKES);
    Supplier<EProcess> certify = () -> BettingEProcess.certify(0.1, STAKES);
    Supplier<EProcess> spending = () -> new SpendingEProcess(0.1, STAKES);
    assertThat(enumerate(alarm, unchanged, 7, 0.5).meanE()).isLessThan(1);
    assertThat(enumerate(spending, unchanged, 7, 0.5).meanE()).isLessThan(1);
    assertThat(enumerate(certify, worse, 7, 0.5).meanE()).isLessThan(1);
    assertThat(enumerate(alarm, worse, 7, 0.5).meanE()).isGreaterThan(1);
    assertThat(enumerate(spending, worse, 7, 0.5).meanE()).isGreaterThan(1);
    assertThat(enumerate(certify, unchanged, 7, 0.5).meanE()).isGreaterThan(1);
  }

  @Test
  void oneDrawByHand() {
    EProcess alarm = BettingEProcess.alarm(0.2, new double[] {0.5});
    alarm.observe(1);
    assertThat(alarm.logE()).isCloseTo(Math.log(1.4), within(1e-15));
    EProcess certify = BettingEProcess.certify(0.2, new double[] {0.5});
    certify.observe(-1);
    assertThat(certify.logE()).isCloseTo(Math.log(1.6), within(1e-15));
    EProcess spending = new SpendingEProcess(0.2, new double[] {0.5});
    spending.observe(1);
    assertThat(spending.logE()).isCloseTo(Math.log(0.5 * 1.4 + 0.5), within(1e-15));
  }

  @Test
  void theOrderOfDrawsMattersOnlyToTheOneThatWaits() {
    double[] early = {1, 1, 1, 0, 0, 0, 0, 0};
    double[] late = {0, 0, 0, 0, 0, 1, 1, 1};
    assertThat(last(BettingEProcess.alarm(0.05, STAKES), early))
        .isCloseTo(last(BettingEProcess.alarm(0.05, STAKES), late), within(1e-12));
    assertThat(last(BettingEProcess.certify(0.05, STAKES), early))
        .isCloseTo(last(BettingEProcess.certify(0.05, STAKES), late), within(1e-12));
    assertThat(last(new SpendingEProcess(0.05, STAKES), early))
        .isNotCloseTo(last(new SpendingEProcess(0.05, STAKES), late), within(1e-3));
  }

  @Test
  void aLateDriftIsFoundSoonerByTheOneThatWaits() {
    EProcess plain = BettingEProcess.alarm(0.05, STAKES);
    EProcess spending = new SpendingEProcess(0.05, STAKES);
    for (int t = 0; t < 2000; t++) {
      plain.observe(0);
      spending.observe(0);
    }
    int drawsOfPlain = 0;
    while (!plain.rejects(0.05)) {
      plain.observe(drawsOfPlain++ % 2);
    }
    int drawsOfSpending = 0;
    while (!spending.rejects(0.05)) {
      spending.observe(drawsOfSpending++ % 2);
    }
    assertThat(drawsOfSpending).isLessThan(drawsOfPlain);
  }

  @Test
  void aLargerDropIsMoreEvidenceAndALargerMarginLess() {
    Random random = new Random(5);
    for (int trial = 0; trial < 200; trial++) {
      double x = random.nextDouble(-1, 0.9);
      double margin = random.nextDouble(0, 0.2);
      assertThat(last(BettingEProcess.alarm(margin, STAKES), x + 0.1))
          .isGreaterThan(last(BettingEProcess.alarm(margin, STAKES), x))
          .isGreaterThan(last(BettingEProcess.alarm(margin + 0.03, STAKES), x + 0.1));
      assertThat(last(new SpendingEProcess(margin, STAKES), 0, x + 0.1))
          .isGreaterThan(last(new SpendingEProcess(margin, STAKES), 0, x));
      assertThat(last(BettingEProcess.certify(margin, STAKES), x + 0.1))
          .isLessThan(last(BettingEProcess.certify(margin, STAKES), x));
    }
  }

  @Test
  void goesOnFromItsStateToTheSameBits() {
    for (Supplier<EProcess> made :
        List.<Supplier<EProcess>>of(
            () -> BettingEProcess.alarm(0.05, STAKES),
            () -> BettingEProcess.certify(0.05, STAKES),
            () -> new SpendingEProcess(0.05, STAKES))) {
      EProcess whole = made.get();
      whole.observeAll(new double[] {1, 0, -1, 0.5});
      EProcess resumed = made.get();
      resumed.restore(whole.state());
      whole.observe(1);
      resumed.observe(1);
      assertThat(resumed.state()).isEqualTo(whole.state());
      assertThat(resumed.draws()).isEqualTo(5);
      assertThatIllegalArgumentException().isThrownBy(() -> resumed.restore(new double[2]));
    }
  }

  @Test
  void survivesAMillionDraws() {
    EProcess alarm = BettingEProcess.alarm(0.05, STAKES);
    EProcess spending = new SpendingEProcess(0.05, STAKES);
    for (int t = 0; t < 1_000_000; t++) {
      alarm.observe(-1);
      spending.observe(-1);
    }
    assertThat(alarm.logE()).isNegative().isFinite();
    // What has not begun yet has lost nothing.
    assertThat(spending.logE()).isGreaterThan(-Math.log(1_000_002) - 1e-9).isFinite();
    assertThat(alarm.anytimeP()).isEqualTo(1);
  }

  @Test
  void theFewestDrawsThatCertifyAreThoseWithoutAnyLoss() {
    long least = BettingEProcess.leastDrawsToCertify(0.05, 0.05);
    BettingEProcess process = BettingEProcess.certify(0.05, STAKES);
    for (long t = 1; t < least; t++) {
      process.observe(0);
    }
    assertThat(process.rejects(0.05)).isFalse();
    process.observe(0);
    assertThat(process.rejects(0.05)).isTrue();
    assertThat(process.drawsToReject(0.05)).hasValue(least);
    assertThat(least).isBetween(100L, 130L);
    assertThat(BettingEProcess.leastDrawsToCertify(0.02, 0.05)).isGreaterThan(2 * least);
  }

  @Test
  void saysHowManyDrawsLikeThoseSoFarWouldDo() {
    BettingEProcess process = BettingEProcess.certify(0.1, STAKES);
    assertThat(process.drawsToReject(0.05)).isEmpty();
    process.observeAll(new double[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
    long expected = process.drawsToReject(0.05).orElseThrow();
    // At whole repetitions of the twenty draws the extrapolation is exact.
    while (process.draws() + 20 < expected) {
      process.observeAll(new double[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
    }
    assertThat(process.logE()).isLessThan(EProcess.threshold(0.05));
    process.observeAll(new double[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
    assertThat(process.logE()).isGreaterThan(EProcess.threshold(0.05));
    BettingEProcess hopeless = BettingEProcess.certify(0.1, STAKES);
    hopeless.observe(1);
    assertThat(hopeless.drawsToReject(0.05)).isEmpty();
  }

  @Test
  void stakesThatCouldLoseEverythingAreLeftOut() {
    assertThat(BettingGrid.alarm(0.05)).isEqualTo(STAKES);
    assertThat(BettingGrid.alarm(0.25)).containsExactly(0.02, 0.05, 0.1, 0.2, 0.4);
    BettingEProcess.alarm(0.9, BettingGrid.alarm(0.9)).observe(-1);
    assertThatIllegalArgumentException().isThrownBy(() -> BettingEProcess.alarm(0.25, STAKES));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BettingEProcess.alarm(0.05, new double[0]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BettingEProcess.leastDrawsToCertify(0, 0.05));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BettingEProcess.leastDrawsToCertify(0.05, 1));
  }

  private static double last(EProcess process, double... xs) {
    process.observeAll(xs);
    return process.logE();
  }
}
