package dev.belay.report.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.report.CompareFixture;
import dev.belay.report.SweepFixture;
import dev.belay.report.data.ArmComparison;
import dev.belay.report.data.ArmComparison.Arm;
import dev.belay.report.data.PlanePoint;
import dev.belay.report.data.ReportData;
import dev.belay.report.data.Subject;
import dev.belay.report.data.Sweep;
import dev.belay.report.data.Sweep.Row;
import dev.belay.safety.compare.NonInferiority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonsAndSweepsTest {

  @TempDir Path temp;

  private static ReportData read(Path folder) {
    return Folders.read(List.of(folder), Folders.Settings.usual());
  }

  @Test
  void aComparisonHasItsArmsTheirCurvesAndTheirRuns() throws IOException {
    ReportData data = read(CompareFixture.write(temp.resolve("demo")));
    ArmComparison comparison = data.comparisons().getFirst();
    assertThat(comparison.verdict()).hasSize(2);
    assertThat(comparison.arms()).extracting(Arm::label).containsExactly("SFT", "RLVR", "DPO");
    assertThat(comparison.arms().getFirst().cells())
        .containsExactly(
            "75.0 %",
            "60.0 %", "20.0 %", "1 of 410", "3.14", "–", "–", "46.0 %", "no", "6.50", "3.85", "3");
    assertThat(comparison.arms().getLast().cells()).isEmpty();
    assertThat(comparison.notes()).contains("DPO: <b>out of memory</b>");
    assertThat(data.subjects()).extracting(Subject::name).containsExactly("SFT", "RLVR");
    assertThat(data.subjects()).extracting(Subject::kind).containsOnly(Subject.Kind.ARM);
  }

  @Test
  void armsThatDifferInOneSettingAreAFrontier() throws IOException {
    ArmComparison comparison =
        read(CompareFixture.write(temp.resolve("demo"))).comparisons().getFirst();
    // SFT solves 75 % at 3, RLVR 70 % at 10: from the base first to the one that solves less.
    assertThat(comparison.frontiers())
        .singleElement()
        .satisfies(
            frontier -> {
              assertThat(frontier.name()).isEqualTo("anchored: train.anchor.coef");
              assertThat(frontier.points())
                  .extracting(PlanePoint::label)
                  .containsExactly("base", "10", "3");
              assertThat(frontier.points().getLast().safety().value()).isCloseTo(0.6, within(1e-9));
            });
  }

  @Test
  void theEndOfACurveHasTheIntervalOfThePairedChange() throws IOException {
    Arm arm = read(CompareFixture.write(temp.resolve("d"))).comparisons().getFirst().arms().get(0);
    List<PlanePoint> points = arm.way().orElseThrow().points();
    assertThat(points)
        .extracting(PlanePoint::label)
        .containsExactly("base", "weights 0.5", "tuned");
    // Between: the rate's own interval. At the end: 30 of 100 refusals lost, none gained.
    assertThat(points.get(1).safety().low()).isCloseTo(0.65, within(1e-9));
    assertThat(points.get(2).safety().value()).isCloseTo(0.6, within(1e-9));
    assertThat(points.get(2).safety().low()).isBetween(0.50, 0.515);
    assertThat(points.get(2).safety().high()).isBetween(0.675, 0.69);
  }

  @Test
  void pairsAtEqualCapabilityAreReadSuiteBySuite() throws IOException {
    ArmComparison.Meeting meeting =
        read(CompareFixture.write(temp.resolve("d")))
            .comparisons()
            .getFirst()
            .meeting()
            .orElseThrow();
    ArmComparison.Pair pair = meeting.pairs().getFirst();
    assertThat(pair.second()).isEqualTo("RLVR");
    assertThat(pair.rows()).hasSize(2);
    assertThat(pair.rows().get(1).change().orElseThrow().value()).isEqualTo(0.28);
  }

  @Test
  void anArmWhosePathLeavesTheFolderIsNotRead() throws IOException {
    Path folder = CompareFixture.write(temp.resolve("demo"));
    Files.move(folder.resolve("arms/SFT"), temp.resolve("elsewhere"));
    Path file = folder.resolve("compare.json");
    Files.writeString(file, Files.readString(file).replace("arms/SFT", "../elsewhere"));
    assertThat(read(folder).subjects()).extracting(Subject::name).containsExactly("RLVR");
  }

  @Test
  void aSweepHasItsAblationsSeedsAndCells() throws IOException {
    Sweep sweep = read(SweepFixture.write(temp.resolve("sweep"))).sweeps().getFirst();
    assertThat(sweep.counts()).isEqualTo("4 cells: 3 done, 1 refused");
    List<Row> rows = sweep.ablations().getFirst().rows();
    assertThat(rows).extracting(Row::value).containsExactly("grpo", "rloo");
    assertThat(rows.getLast().bySeed()).containsExactly(-0.12, -0.08);
    assertThat(rows.getLast().held()).contains(NonInferiority.DID_NOT_HOLD);
    assertThat(rows.getLast().againstFirst().orElseThrow().value()).isEqualTo(-0.07);
    assertThat(sweep.cells().get(1))
        .containsExactly("1", "algorithm grpo, seed 18", "done", "yes", "3.2 min", "");
    assertThat(sweep.cells().get(3)).endsWith("refused", "–", "–", "no such file");
  }
}
