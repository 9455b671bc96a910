package dev.belay.session.plan;

import dev.belay.core.data.DataLocations;
import dev.belay.core.error.BadInputException;
import dev.belay.core.error.IssueCollector;
import dev.belay.core.model.Sampling;
import dev.belay.core.recipe.EvaluateSpec;
import dev.belay.core.recipe.EvaluateSpec.Purpose;
import dev.belay.core.recipe.EvaluateSpec.SuiteSpec;
import dev.belay.core.recipe.SuiteSource;
import dev.belay.safety.attack.Attack;
import dev.belay.safety.attack.Direct;
import dev.belay.safety.benchmark.Benchmarks;
import dev.belay.safety.benchmark.SuiteCatalog;
import dev.belay.safety.eval.AttackedSuite;
import dev.belay.safety.eval.PlannedSuite;
import dev.belay.safety.eval.Suite;
import dev.belay.safety.judge.Judge;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Finds and reads the suites of an evaluation; what is wrong goes to the issues. */
final class SuitePlanner {

  private final DataLocations locations;
  private final List<Attack> attacks;
  private final IntFunction<Sampling> law;
  private final IssueCollector issues;

  /**
   * A planner.
   *
   * @param attacks how suites of harmful requests are asked
   * @param law the law of completions, given their longest length
   */
  SuitePlanner(
      DataLocations locations,
      List<Attack> attacks,
      IntFunction<Sampling> law,
      IssueCollector issues) {
    this.locations = locations;
    this.attacks = attacks;
    this.law = law;
    this.issues = issues;
  }

  /** The suites that could be read. */
  SuitePlan plan(EvaluateSpec spec, Judge judge) {
    SuiteCatalog catalog = new SuiteCatalog(Benchmarks.load(), locations, List.of(judge));
    List<PlannedSuite> planned = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (SuiteSpec suite : spec.suites()) {
      String place = "evaluate." + suite.purpose().snakeCase();
      if (!issues.isWrong(place)) {
        issues.collect(place, () -> read(suite, catalog, notes)).ifPresent(planned::addAll);
      }
    }
    return new SuitePlan(planned, notes, judge);
  }

  private List<PlannedSuite> read(SuiteSpec suite, SuiteCatalog catalog, List<String> notes) {
    requirePurpose(suite, catalog.kind(suite).purpose());
    if (suite.optional() && !catalog.isAvailable(suite)) {
      notes.add(
          switch (suite.source()) {
            case SuiteSource.Known _ ->
                "left out %s: its file was not found; name its folder with --data or BELAY_DATA"
                    .formatted(suite.name());
            case SuiteSource.OwnFile own ->
                "left out %s: there is no file %s".formatted(suite.name(), own.path());
          });
      return List.of();
    }
    SuiteCatalog.Loaded loaded = catalog.load(suite);
    notes.addAll(loaded.warnings());
    return asked(loaded.suite()).stream()
        .map(asked -> new PlannedSuite(asked, suite.limit(), law(suite), suite.samples()))
        .toList();
  }

  /** Several greedy completions of a prompt would all be the same. */
  private Sampling law(SuiteSpec suite) {
    Sampling drawn =
        suite.samples() > 1
            ? Sampling.atTemperature(1, suite.maxTokens())
            : law.apply(suite.maxTokens());
    return drawn.withStop(suite.asked().stop());
  }

  private static void requirePurpose(SuiteSpec suite, Purpose right) {
    if (suite.purpose() != right) {
      throw new BadInputException(
          "%s belongs under evaluate.%s.".formatted(suite.name(), right.snakeCase()));
    }
  }

  /** A suite of harmful requests once with each attack; any other as it is. */
  private List<Suite> asked(Suite suite) {
    if (!suite.info().kind().isAttackable()) {
      return List.of(suite);
    }
    return attacks.stream()
        .map(
            attack ->
                attack.info().name().equals(Direct.NAME) ? suite : new AttackedSuite(suite, attack))
        .toList();
  }
}
