package dev.belay.measure.monitor;

import dev.belay.core.model.Seeds;
import dev.belay.core.recipe.MonitorSpec.Detector;
import dev.belay.core.run.Progress;
import dev.belay.core.stats.BettingEProcess;
import dev.belay.core.stats.BettingGrid;
import dev.belay.core.stats.EProcess;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * Simulates training runs whose drop is known, and what a monitor says of them. Each run has its
 * own seed, derived from its scenario, and the draws of a run are the same for both detectors.
 *
 * @param runs of each scenario
 * @param seed decides the draws
 */
public record MonitorStudy(int runs, long seed) {

  static final double MARGIN = 0.05;

  /** Half of what a confidence of .95 leaves, as a recipe with a certificate has it. */
  static final double ALPHA = 0.025;

  /** Forty looks of sixteen draws. */
  static final int DRAWS = 640;

  static final int CERTIFY_DRAWS = 400;

  /** Where drifts of the middle begin. */
  static final int MIDDLE = DRAWS / 2;

  private static final long NEVER = Long.MAX_VALUE;

  public MonitorStudy {
    if (runs < 1) {
      throw new IllegalArgumentException("runs are 1 or more, were " + runs);
    }
  }

  /** Runs of the scenarios that a monitor watches. */
  static List<DriftScenario> watched() {
    List<DriftScenario> scenarios = new ArrayList<>();
    scenarios.add(DriftScenario.constant("no drift", 0, 0));
    scenarios.add(DriftScenario.constant("no drift, 5 % flicker each way", 0.05, 0));
    scenarios.add(DriftScenario.constant("drop of the margin", 0, MARGIN));
    scenarios.add(DriftScenario.constant("drop of the margin, 5 % flicker", 0.05, MARGIN));
    for (double drop : new double[] {0.1, 0.2, 0.4}) {
      scenarios.add(DriftScenario.constant(words(drop) + " from the start", 0.01, drop));
    }
    for (double drop : new double[] {0.1, 0.2, 0.4}) {
      scenarios.add(new DriftScenario(words(drop) + " from the middle", 0.01, 0, drop, MIDDLE));
    }
    return scenarios;
  }

  /** Final models that ask for a certificate. */
  static List<DriftScenario> certified() {
    return List.of(
        DriftScenario.constant("no drop", 0, 0),
        DriftScenario.constant("no drop, 1 % flicker each way", 0.01, 0),
        DriftScenario.constant("drop of 1 point", 0.01, 0.01),
        DriftScenario.constant("drop of 2 points", 0.01, 0.02),
        DriftScenario.constant("drop of the margin", 0, MARGIN),
        DriftScenario.constant("drop of the margin, 5 % flicker", 0.05, MARGIN),
        DriftScenario.constant("drop of 8 points", 0.01, 0.08));
  }

  private static String words(double drop) {
    return "drop of " + Math.round(100 * drop) + " points";
  }

  /** Simulates everything; alarms first, then certificates. */
  public MonitorReport run(Progress progress) {
    List<MonitorCell> alarms = new ArrayList<>();
    List<MonitorCell> certificates = new ArrayList<>();
    progress.start("simulating monitored runs", watched().size() + certified().size());
    long done = 0;
    for (DriftScenario scenario : watched()) {
      for (Detector detector : Detector.values()) {
        alarms.add(watch(scenario, detector));
      }
      progress.update(++done, scenario.name());
    }
    for (DriftScenario scenario : certified()) {
      certificates.add(certify(scenario));
      progress.update(++done, scenario.name());
    }
    progress.finish("%d runs of each scenario".formatted(runs));
    return new MonitorReport(this, alarms, certificates);
  }

  /** What a detector says of the runs of a scenario. */
  MonitorCell watch(DriftScenario scenario, Detector detector) {
    boolean drifts = scenario.drifts(MARGIN);
    long[] delays = new long[runs];
    int early = 0;
    for (int run = 0; run < runs; run++) {
      EProcess alarm = detector.alarm(MARGIN);
      long at = firstRejection(alarm, scenario, "watched", run, DRAWS);
      boolean isEarly = drifts && at <= scenario.from();
      early += isEarly ? 1 : 0;
      delays[run] = at == NEVER || isEarly ? NEVER : at - scenario.from();
    }
    return cell(scenario, detector.name().toLowerCase(Locale.ROOT), !drifts, delays, early);
  }

  /** Whether final models of a scenario are certified. */
  MonitorCell certify(DriftScenario scenario) {
    long[] draws = new long[runs];
    for (int run = 0; run < runs; run++) {
      EProcess evidence = BettingEProcess.certify(MARGIN, BettingGrid.certify());
      draws[run] = firstRejection(evidence, scenario, "certified", run, CERTIFY_DRAWS);
    }
    return cell(scenario, "certificate", scenario.after() >= MARGIN, draws, 0);
  }

  /** The number of draws after which the process first rejects. */
  private long firstRejection(
      EProcess process, DriftScenario scenario, String purpose, int run, int most) {
    SplittableRandom random =
        new SplittableRandom(Seeds.derive(seed, purpose + " " + scenario.name(), run));
    for (long number = 0; number < most; number++) {
      process.observe(scenario.draw(number, random));
      if (process.logE() >= EProcess.threshold(ALPHA)) {
        return number + 1;
      }
    }
    return NEVER;
  }

  private MonitorCell cell(
      DriftScenario scenario, String method, boolean isError, long[] draws, int early) {
    long[] sorted = draws.clone();
    Arrays.sort(sorted);
    long median = sorted[(runs - 1) / 2];
    int counted = (int) Arrays.stream(draws).filter(count -> count != NEVER).count();
    return new MonitorCell(
        scenario.name(),
        method,
        isError,
        runs,
        counted,
        early,
        median == NEVER ? OptionalLong.empty() : OptionalLong.of(median));
  }
}
