package dev.belay.train.compare;

import dev.belay.core.data.OverlapCheck;
import dev.belay.core.data.Sample;
import dev.belay.core.error.BadInputException;
import dev.belay.core.recipe.ArmDraft;
import dev.belay.core.recipe.RecipeDraft;
import dev.belay.safety.eval.PlannedSuite;
import dev.belay.safety.eval.SuiteKind;
import dev.belay.session.plan.SuitePlan;
import dev.belay.train.experiment.ExperimentRunner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The suites that choose among an arm's tries: requests that should be refused, and none that is
 * reported. A setting that was chosen by its refusals of some requests proves nothing on them.
 */
final class ChosenBy {

  private ChosenBy() {}

  /**
   * Refuses suites that may not choose; an arm whose grid names none passes.
   *
   * @throws BadInputException with everything that is wrong with them
   */
  static void check(ArmDraft arm, ExperimentRunner runner) {
    if (arm.grid().hold().isEmpty()) {
      return;
    }
    RecipeDraft attempt =
        RecipeDraft.of(
            TryRecipe.of(arm, arm.grid().tries().stream().findFirst().orElse(List.of())));
    List<String> issues =
        runner.plan(
            arm.draft(),
            reported -> {
              try {
                return runner.plan(
                    attempt, held -> issues(arm.file(), held.suites(), reported.suites()));
              } catch (BadInputException e) {
                return e.issues().stream().map(ChosenBy::ofHold).toList();
              }
            });
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
  }

  /** A try has them where a recipe has the suites of its report. */
  private static String ofHold(String issue) {
    return issue.replace("evaluate.safety", "tune.hold");
  }

  private static List<String> issues(String file, SuitePlan hold, SuitePlan reported) {
    String at = file + ": tune.hold: ";
    List<String> issues = new ArrayList<>();
    if (hold.planned().isEmpty()) {
      issues.add(at + "none of its suites is here, so that nothing would choose among the tries.");
    }
    // Under several attacks the same requests are several suites.
    Map<Set<Sample>, PlannedSuite> asked = new LinkedHashMap<>();
    reported.planned().forEach(suite -> asked.putIfAbsent(SuitePlan.samples(suite), suite));
    for (PlannedSuite suite : hold.planned()) {
      if (suite.suite().info().kind() != SuiteKind.HARMFUL) {
        issues.add(
            at
                + "%s is no suite of harmful requests; name one such as simple-safety-tests."
                    .formatted(suite.name()));
      }
      asked.forEach((samples, other) -> requireDisjoint(at, suite, samples, other, issues));
    }
    return issues;
  }

  private static void requireDisjoint(
      String at, PlannedSuite held, Set<Sample> samples, PlannedSuite other, List<String> issues) {
    List<OverlapCheck.Overlap> overlaps = OverlapCheck.find(SuitePlan.samples(held), samples);
    if (!overlaps.isEmpty()) {
      issues.add(
          at
              + "%d prompts of %s, which evaluate reports, are also in %s. What they chose proves nothing on them: name another suite, or take %s out of evaluate."
                  .formatted(overlaps.size(), other.name(), held.name(), other.name()));
    }
  }
}
