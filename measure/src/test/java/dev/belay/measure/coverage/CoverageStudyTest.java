package dev.belay.measure.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.belay.core.run.Progress;
import dev.belay.core.stats.ClopperPearson;
import dev.belay.core.stats.JudgeErrors;
import dev.belay.core.stats.Rate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The methods held to their levels. A count of N experiments is binomial; it may lie 4 standard
 * errors on the bad side, which chance exceeds once in 30,000 cells. Methods that are exact must
 * reach their level within that; approximate ones within that of .909, the lowest coverage that any
 * of them has at any setting of the published tables (docs/statistics.md).
 */
class CoverageStudyTest {
  private static final int N = 600;
  private static final double SIGMAS = 4;
  private static final double APPROXIMATE_COVERAGE = 0.909;
  private static final CoverageStudy STUDY = new CoverageStudy(N, 11, 1);

  private static List<CoverageCell> run(Experiment... experiments) {
    return STUDY.run(List.of(experiments), Progress.SILENT);
  }

  private static CoverageCell cell(List<CoverageCell> cells, String method) {
    return cells.stream().filter(c -> c.claim().method().equals(method)).findFirst().orElseThrow();
  }

  private static void keeps(List<CoverageCell> cells, String method) {
    List<CoverageCell> own = cells.stream().filter(c -> c.claim().method().equals(method)).toList();
    assertThat(own).isNotEmpty().noneMatch(c -> c.misses(SIGMAS));
  }

  /** What was summed has no error of chance. */
  private static void neverBelow(List<CoverageCell> cells, String method) {
    List<CoverageCell> own = cells.stream().filter(c -> c.claim().method().equals(method)).toList();
    assertThat(own).isNotEmpty().allMatch(c -> c.shortfall() < 1e-9);
  }

  private static void nearlyKeeps(List<CoverageCell> cells, String method) {
    double sigma = Math.sqrt(APPROXIMATE_COVERAGE * (1 - APPROXIMATE_COVERAGE) / N);
    List<CoverageCell> own = cells.stream().filter(c -> c.claim().method().equals(method)).toList();
    assertThat(own)
        .isNotEmpty()
        .allMatch(c -> c.share() > APPROXIMATE_COVERAGE - SIGMAS * sigma, method);
  }

  @Test
  void intervalsOfOneRate() {
    List<CoverageCell> cells = run(new OneRate(50, .02), new OneRate(50, .9), new OneRate(200, .5));
    keeps(cells, "Clopper–Pearson");
    nearlyKeeps(cells, "Wilson");
    // The simulation would see a bad interval: the normal one misses half of the time at .02.
    assertThat(cell(cells, "normal (not used)").misses(SIGMAS)).isTrue();
  }

  @Test
  void simulatedCoverageIsTheExactOne() {
    double exact = 0;
    double law = Math.pow(0.9, 50);
    for (int k = 0; k <= 50; k++) {
      exact += ClopperPearson.interval(new Rate(k, 50), 0.95).contains(0.1) ? law : 0;
      law *= (50.0 - k) / (k + 1) * 0.1 / 0.9;
    }
    double share = cell(run(new OneRate(50, .1)), "Clopper–Pearson").share();
    assertThat(Math.abs(share - exact)).isLessThan(SIGMAS * Math.sqrt(exact * (1 - exact) / N));
  }

  @Test
  void runsOfSeveralSeeds() {
    List<CoverageCell> cells =
        run(
            new SeededChange(3, 100, .04, .02, 0, true),
            new SeededChange(3, 100, .15, .075, .8, false));
    nearlyKeeps(cells, "prompts and seeds");
    List<CoverageCell> spread = run(new SeededChange(3, 100, .15, .075, .8, false));
    assertThat(cell(spread, "seeds taken as given (not used)").misses(SIGMAS)).isTrue();
  }

  @Test
  void severalCompletionsOfAPrompt() {
    List<CoverageCell> cells =
        run(
            new ClusteredCompletions(new Clusters(50, 4, .9), .98),
            new ClusteredCompletions(new Clusters(100, 4, .3), .5));
    nearlyKeeps(cells, "clustered Wilson");
    assertThat(cell(cells, "Wilson, pooled (not used)").share()).isLessThan(0.6);
    PairedTruth fell = new PairedTruth(.9, .05, .05);
    List<CoverageCell> changes = run(new ClusteredChange(new Clusters(50, 4, .9), fell));
    nearlyKeeps(changes, "clustered Tango");
    keeps(changes, "held, at the true change");
    nearlyKeeps(run(new GradedChange(50, .98, .3)), "scaled Tango");
    assertThat(cell(run(new GradedChange(50, .98, .3)), "bootstrap (not used)").share())
        .isLessThan(0.6);
  }

  @Test
  void requestsAskedSeveralTimes() {
    List<CoverageCell> cells =
        run(
            new PooledChange(20, 3, 1, new PairedTruth(.6, .2, 0)),
            new PooledChange(100, 3, .5, new PairedTruth(.6, .1, .1)));
    nearlyKeeps(cells, "scaled Tango of requests");
    keeps(cells, "held, at the true change");
    assertThat(cell(cells, "Tango, all as independent (not used)").share()).isLessThan(0.8);
  }

  @Test
  void pairedChangesAndVerdicts() {
    List<CoverageCell> cells =
        run(
            new PairedChange(50, new PairedTruth(.6, .2, .1)),
            new PairedChange(200, new PairedTruth(.9, .05, 0)));
    nearlyKeeps(cells, "Tango");
    nearlyKeeps(cells, "Newcombe");
    List<CoverageCell> verdicts =
        run(
            new PairedVerdict(200, new PairedTruth(.7, .02, .02)),
            new PairedVerdict(520, new PairedTruth(.7, .1, .05)));
    keeps(verdicts, "exact limit");
    keeps(verdicts, "exact net limit");
    keeps(verdicts, "held");
  }

  @Test
  void severalBenchmarksKeepOneLevelOnlyWithHolm() {
    List<CoverageCell> cells = run(new ChangeTests(200, 8, 0, .2));
    keeps(cells, "McNemar, Holm");
    assertThat(cell(cells, "McNemar, uncorrected").misses(SIGMAS)).isTrue();
    keeps(run(new ChangeTests(200, 1, 0, .1)), "McNemar, uncorrected");
  }

  @Test
  void ratesCorrectedForTheJudge() {
    AuditedJudge judge = new AuditedJudge(200, new JudgeErrors(.83, .98));
    List<CoverageCell> cells = run(new JudgedRate(520, judge, .9));
    nearlyKeeps(cells, "corrected, with the audit's error");
    assertThat(cell(cells, "uncorrected Wilson").share()).isLessThan(0.1);
    PairedTruth fell = new PairedTruth(.85, .1, .1);
    nearlyKeeps(run(new JudgedChange(520, judge, fell)), "corrected");
  }

  @Test
  void plansKeepTheirPower() {
    // The formula of the sample size is an approximation too; .78 was the least enumerated.
    for (CoverageCell cell : run(PlannedProof.of(.05, .1))) {
      assertThat(cell.share()).isGreaterThan(.78 - SIGMAS * cell.standardError());
    }
  }

  @Test
  void countsDependOnSeedAndSettingAlone() {
    Experiment one = new OneRate(50, .1);
    List<Experiment> many = List.of(new OneRate(50, .5), one, new OneRate(200, .1));
    List<CoverageCell> alone = STUDY.run(List.of(new OneRate(50, .1)), Progress.SILENT);
    List<CoverageCell> among = new CoverageStudy(N, 11, 2).run(many, Progress.SILENT);
    assertThat(among.subList(3, 6)).isEqualTo(alone);
    assertThat(new CoverageStudy(N, 12, 1).run(List.of(one), Progress.SILENT)).isNotEqualTo(alone);
    assertThatIllegalArgumentException().isThrownBy(() -> new CoverageStudy(0, 1, 1));
  }

  @Test
  void missesAreMarkedInBothReports() {
    Claim claim = Claim.coverage("hopeful", 0.95);
    Map<String, Double> setting = Map.of("n", 50.0);
    CoverageReport report =
        new CoverageReport(
            List.of(
                CoverageCell.counted("a study", setting, claim, 10_000, 9400),
                CoverageCell.counted("a study", setting, Claim.error("strict", 0.05), 10_000, 100)),
            STUDY);
    assertThat(report.markdown())
        .contains("| a study | hopeful | coverage | .95 | .940 | .940 | 1 of 1 |\n")
        .contains("| a study | strict | error | .05 | .010 | .010 | 0 of 1 |\n")
        .contains("| n | hopeful | strict |\n|---|---|---|\n| 50 | .940 ! | .010 |\n");
    assertThat(report.json().at("/cells/0/misses").booleanValue()).isTrue();
    assertThat(report.json().at("/cells/1/misses").booleanValue()).isFalse();
    assertThat(report.json().at("/cells/0/setting/n").doubleValue()).isEqualTo(50);
  }

  @Test
  void standardGridHasEveryStudyOnce() {
    List<Experiment> grid = CoverageGrid.standard();
    assertThat(grid.stream().map(e -> e.study() + e.setting()).distinct()).hasSize(grid.size());
    assertThat(grid.stream().map(Experiment::study).distinct()).hasSize(17);
  }

  @Test
  void everyIntervalOfOneRateKeepsItsLevelAtEverySize() {
    for (int n : new int[] {5, 20, 520, 1319, 10_000}) {
      List<CoverageCell> cells = run(new RateAtSize(n, .022), new RateAtSize(n, .9));
      neverBelow(cells, "Clopper–Pearson");
      neverBelow(cells, "failing ≤");
      assertThat(cells).allMatch(cell -> cell.share() > .89 && cell.experiments() == 0);
    }
  }

  @Test
  void everyIntervalOfAChangeKeepsItsLevelAtEverySize() {
    for (int n : new int[] {5, 20, 520, 1319, 5000}) {
      List<CoverageCell> cells = run(new ChangeAtSize(n, .1, 0), new ChangeAtSize(n, .1, .1));
      neverBelow(cells, "worse by ≤");
      neverBelow(cells, "net worsening ≤");
      assertThat(cells).allMatch(cell -> cell.share() > .93);
    }
  }

  @Test
  void agreementOfRatersAtEverySize() {
    for (int n : new int[] {5, 20, 1319}) {
      nearlyKeeps(run(new RaterAgreement(n, .4, .9)), "kappa");
      nearlyKeeps(run(new RaterAgreement(n, .4, .7)), "kappa");
    }
  }

  @Test
  void aSumIsWhatManyExperimentsComeTo() {
    double summed = cell(run(new RateAtSize(50, .1)), "Wilson").share();
    double counted = cell(run(new OneRate(50, .1)), "Wilson").share();
    assertThat(Math.abs(counted - summed))
        .isLessThan(SIGMAS * Math.sqrt(summed * (1 - summed) / N));
    PairedTruth fell = new PairedTruth(.6, .2, .1);
    double ofChange = cell(run(new ChangeAtSize(50, .2, .1)), "Tango").share();
    double drawn = cell(run(new PairedChange(50, fell)), "Tango").share();
    assertThat(Math.abs(drawn - ofChange))
        .isLessThan(SIGMAS * Math.sqrt(ofChange * (1 - ofChange) / N));
  }

  @Test
  void largeExperimentsAreRunLessOften() {
    CoverageStudy many = new CoverageStudy(1500, 1, 1);
    Experiment large = new GradedChange(20_000, .8, .9, false);
    assertThat(many.run(List.of(large), Progress.SILENT).getFirst().experiments()).isEqualTo(1000);
    assertThat(cell(run(new OneRate(50, .1)), "Wilson").experiments()).isEqualTo(N);
  }
}
