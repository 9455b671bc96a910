package dev.belay.cli.compare;

import dev.belay.safety.compare.Comparison;
import dev.belay.safety.compare.SuiteChange;
import dev.belay.safety.compare.SuiteComparison;
import dev.belay.train.compare.ArmOutcome;
import dev.belay.train.compare.ComparisonResult;
import dev.belay.train.experiment.ExperimentResult;
import java.util.ArrayList;
import java.util.List;

/**
 * What rows cannot say: over-refusal that fell with refusal, how many verdicts at most were left
 * out as undecided, and how many warnings there were.
 */
final class ArmNotes {

  private ArmNotes() {}

  static List<String> of(ComparisonResult result) {
    List<String> notes = new ArrayList<>();
    long most = 0;
    String where = "";
    for (ArmOutcome arm : result.arms()) {
      for (SuiteComparison suite : suites(arm)) {
        arm.comparison()
            .flatMap(comparison -> comparison.emptiness(suite))
            .ifPresent(why -> notes.add(arm.label() + ", " + why));
        SuiteChange.Undecided open = suite.change().undecided();
        long count = Math.max(open.before(), open.after());
        if (count > most) {
          most = count;
          where =
              "%d of %d (%s, %s)"
                  .formatted(count, suite.prompts(), suite.info().name(), arm.label());
        }
      }
    }
    if (most > 0) {
      notes.add("Undecided prompts are left out; at most " + where + ".");
    }
    result.arms().forEach(arm -> warned(arm, notes));
    return notes;
  }

  private static void warned(ArmOutcome arm, List<String> notes) {
    int warnings = arm.result().map(ExperimentResult::warnings).map(List::size).orElse(0);
    if (warnings > 0) {
      notes.add(
          "%s, %d %s while it trained: warnings.jsonl in its folder."
              .formatted(arm.label(), warnings, warnings == 1 ? "warning" : "warnings"));
    }
  }

  static List<SuiteComparison> suites(ArmOutcome arm) {
    return arm.comparison().map(Comparison::suites).orElse(List.of());
  }
}
