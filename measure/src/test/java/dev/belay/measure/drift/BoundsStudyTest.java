package dev.belay.measure.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.run.Progress;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class BoundsStudyTest {

  @Test
  void noStatementIsViolatedOnAFewThousandLaws() {
    BoundsReport report = new BoundsStudy(3000, 17, 2).run(Progress.SILENT);
    assertThat(report.statements()).hasSizeGreaterThan(60);
    assertThat(report.statements()).allMatch(each -> each.violations() == 0, report.table());
    assertThat(report.statements()).allMatch(each -> each.comparisons() > 100);
    assertThat(report.violations()).isZero();
  }

  @Test
  void theResultDoesNotDependOnTheThreads() {
    assertThat(new BoundsStudy(1200, 3, 1).run(Progress.SILENT))
        .isEqualTo(new BoundsStudy(1200, 3, 3).run(Progress.SILENT));
  }

  @Test
  void aStatementThatDoesNotHoldIsCounted() {
    Slacks slacks = new Slacks();
    slacks.begin(4);
    slacks.atMost("one is at most a half", 1, 0.5);
    slacks.equal("nothing is equal", 1, 1 + 1e-8);
    slacks.atMost("not a number", Double.NaN, 1);
    slacks.begin(5);
    slacks.atMost("one is at most a half", 0.25, 0.5);
    slacks.atMost("one is at most infinity", 1, Double.POSITIVE_INFINITY);
    Slacks.Worst worst = Objects.requireNonNull(slacks.worst().get("one is at most a half"));
    assertThat(worst.slack()).isEqualTo(-0.5);
    assertThat(worst.violations()).isEqualTo(1);
    assertThat(worst.comparisons()).isEqualTo(2);
    assertThat(worst.instance()).isEqualTo(4);
    assertThat(slacks.worst().values().stream().mapToLong(Slacks.Worst::violations).sum())
        .isEqualTo(3);
  }

  @Test
  void randomLawsAreLawsOfAllKinds() {
    SplittableRandom random = new SplittableRandom(1);
    double total = 0;
    int rare = 0;
    for (int i = 0; i < 2000; i++) {
      double[] law = RandomPrompt.dirichlet(random, 4, 0.5);
      double sum = 0;
      for (double each : law) {
        sum += each;
        rare += each < 1e-4 ? 1 : 0;
      }
      assertThat(sum).isCloseTo(1, within(1e-12));
      total += law[0];
    }
    assertThat(total / 2000).isCloseTo(0.25, within(0.03));
    // P(q < 1e-4) for Beta(1/2, 3/2) is about 4/pi sqrt(1e-4) = .0127.
    assertThat(rare / 8000.0).isCloseTo(0.0127, within(0.005));
  }

  @Test
  void theRuleOfTenPointsIsExactForPolynomials() {
    assertThat(GaussLegendre.integrate(1, 3, x -> 5 * x * x * x * x)).isCloseTo(242, within(1e-11));
  }
}
