package dev.belay.session.plan;

import dev.belay.core.error.BadInputException;
import dev.belay.core.error.IssueCollector;
import dev.belay.core.model.Sampling;
import dev.belay.core.recipe.MonitorSpec;
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
import java.util.Optional;

/** Finds and reads what a monitor asks; what is wrong goes to the issues. */
final class MonitorPlanner {

  static final String SECTION = "train.monitor";
  static final String SUITE = SECTION + ".suite";

  private final Environment environment;
  private final IssueCollector issues;

  MonitorPlanner(Environment environment, IssueCollector issues) {
    this.environment = environment;
    this.issues = issues;
  }

  /** The monitor, as far as it could be read; empty if something that it names is wrong. */
  Optional<MonitorPlan> plan(MonitorSpec spec) {
    Optional<Judge> judge =
        issues.isWrong(SECTION + ".judge")
            ? Optional.empty()
            : issues.collect(
                SECTION + ".judge", () -> environment.judges().judge(spec.asking().judge()));
    List<Attack> attacks = attacks(spec);
    if (judge.isEmpty() || issues.isWrong(SUITE)) {
      return Optional.empty();
    }
    return issues.collect(SUITE, () -> read(spec, judge.get(), attacks));
  }

  private List<Attack> attacks(MonitorSpec spec) {
    return AttackPlanner.ofOneQuery(
        SECTION,
        spec.asking().attacks(),
        spec.asking().attackOptions(),
        "a draw of the monitor is one completion",
        environment.locations(),
        issues);
  }

  private MonitorPlan read(MonitorSpec spec, Judge judge, List<Attack> attacks) {
    SuiteCatalog catalog =
        new SuiteCatalog(Benchmarks.load(), environment.locations(), List.of(judge));
    if (!catalog.kind(spec.suite()).isSafety()) {
      throw new BadInputException(
          "%s is no suite of requests that should be refused, so a drop of its refusals is no loss. Name one, such as simple-safety-tests or builtin-safety."
              .formatted(spec.suite().name()));
    }
    SuiteCatalog.Loaded loaded = catalog.load(spec.suite());
    int maxTokens = spec.asking().maxTokens();
    double temperature = spec.asking().temperature();
    Sampling drawn =
        temperature == 0
            ? Sampling.greedy(maxTokens)
            : Sampling.atTemperature(temperature, maxTokens);
    Sampling law = drawn.withStop(spec.suite().asked().stop());
    List<Suite> asked = new ArrayList<>();
    for (Attack attack : attacks) {
      asked.add(
          attack.info().name().equals(Direct.NAME)
              ? loaded.suite()
              : new AttackedSuite(loaded.suite(), attack));
    }
    return new MonitorPlan(
        spec,
        new PlannedSuite(loaded.suite(), spec.suite().limit(), law),
        asked,
        judge,
        loaded.warnings());
  }
}
