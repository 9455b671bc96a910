package dev.belay.measure.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.belay.core.recipe.MonitorSpec.Detector;
import dev.belay.core.run.Progress;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MonitorStudyTest {

  private static final int RUNS = 300;
  private static final MonitorStudy STUDY = new MonitorStudy(RUNS, 7);

  /** Four standard errors of a share that is α: chance exceeds them once in 30,000. */
  private static final double TOLERATED =
      MonitorStudy.ALPHA + 4 * Math.sqrt(MonitorStudy.ALPHA / RUNS);

  @Test
  void falseAlarmsAreAtMostNominal() {
    for (DriftScenario scenario : MonitorStudy.watched()) {
      for (Detector detector : Detector.values()) {
        MonitorCell cell = STUDY.watch(scenario, detector);
        if (cell.isError()) {
          assertThat(cell.share()).as("%s %s", scenario, detector).isLessThan(TOLERATED);
        } else {
          double early = (double) cell.early() / RUNS;
          assertThat(early).as("%s %s", scenario, detector).isLessThan(TOLERATED);
        }
      }
    }
  }

  @Test
  void theSimulationWouldSeeAnAlarmThatErrs() {
    // One whose margin is below the drop alarms in most of its runs.
    DriftScenario beyond = DriftScenario.constant("beyond", 0, 2 * MonitorStudy.MARGIN);
    assertThat(STUDY.watch(beyond, Detector.PLAIN).share()).isGreaterThan(5 * TOLERATED);
  }

  @Test
  void eachDetectorIsTheSoonerWhereItIsMeantToBe() {
    DriftScenario start = DriftScenario.constant("start", 0.01, 0.2);
    DriftScenario middle = new DriftScenario("middle", 0.01, 0, 0.2, MonitorStudy.MIDDLE);
    long plainAtStart = delay(start, Detector.PLAIN);
    assertThat(plainAtStart).isLessThanOrEqualTo(delay(start, Detector.SPENDING));
    assertThat(delay(middle, Detector.SPENDING)).isLessThan(delay(middle, Detector.PLAIN));
    assertThat(plainAtStart).isLessThan(delay(middle, Detector.PLAIN));
  }

  private static long delay(DriftScenario scenario, Detector detector) {
    return STUDY.watch(scenario, detector).medianDraws().orElseThrow();
  }

  @Test
  void certificatesAreSeldomFalseAndOftenGivenWhereNothingIsLost() {
    for (DriftScenario scenario : MonitorStudy.certified()) {
      MonitorCell cell = STUDY.certify(scenario);
      if (cell.isError()) {
        assertThat(cell.share()).as(scenario.name()).isLessThan(TOLERATED);
      }
    }
    assertThat(STUDY.certify(DriftScenario.constant("none", 0, 0)).share()).isEqualTo(1);
    assertThat(STUDY.certify(DriftScenario.constant("little", 0.01, 0)).share()).isGreaterThan(0.8);
  }

  @Test
  void drawsHaveTheDropThatTheScenarioSays() {
    DriftScenario scenario = new DriftScenario("late", 0.1, 0, 0.3, 1000);
    SplittableRandom random = new SplittableRandom(1);
    double before = 0;
    double after = 0;
    for (int i = 0; i < 40_000; i++) {
      before += scenario.draw(999, random);
      after += scenario.draw(1000, random);
    }
    assertThat(before / 40_000).isBetween(-0.01, 0.01);
    assertThat(after / 40_000).isBetween(0.285, 0.315);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DriftScenario.constant("too much", 0.3, 0.5));
    assertThatIllegalArgumentException().isThrownBy(() -> new MonitorStudy(0, 1));
  }

  @Test
  void theSameSeedGivesTheSameTables() {
    MonitorStudy small = new MonitorStudy(5, 3);
    assertThat(small.run(Progress.SILENT).markdown())
        .isEqualTo(new MonitorStudy(5, 3).run(Progress.SILENT).markdown())
        .isNotEqualTo(new MonitorStudy(5, 4).run(Progress.SILENT).markdown());
  }
}
