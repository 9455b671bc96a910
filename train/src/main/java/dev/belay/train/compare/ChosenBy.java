package dev.belay.train.compare;

import dev.belay.core.data.OverlapCheck;
import dev.belay.core.data.Sample;
import dev.belay.core.recipe.ArmDraft;
import dev.belay.safety.eval.PlannedSuite;
import dev.belay.safety.eval.SuiteKind;
import dev.belay.session.plan.SuitePlan;
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

  /** A try has them where a recipe has the suites of its report. */
  static String ofHold(String issue) {
    return issue.replace("evaluate.safety", "tune.hold");
  }

  /**
   * What is wrong with the suites that choose; nothing where the grid names none.
   *
   * @param hold the suites of a try
   * @param reported those of the arm
   */
  static List<String> issues(ArmDraft arm, SuitePlan hold, SuitePlan reported) {
    if (arm.grid().hold().isEmpty()) {
      return List.of();
    }
    String at = arm.file() + ": tune.hold: ";
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
