package dev.belay.session.plan;

import dev.belay.core.data.OverlapCheck;
import dev.belay.core.error.IssueCollector;
import dev.belay.core.recipe.SecondMeasureSpec;

/**
 * The second measure of a task, found, read and checked.
 *
 * @param validation its problems, and who checks them
 */
public record SecondMeasurePlan(SecondMeasureSpec spec, Validation validation) {

  /** Where it stands in a recipe. */
  static final String PLACE = "train.second_measure";

  /** It says something only of problems that are not trained on, and does not spend the suites'. */
  void checkApart(TrainingPlan training, SuitePlan suites, IssueCollector issues) {
    String place = PLACE + ".data";
    issues.check(
        place, () -> OverlapCheck.requireDisjoint(training.samples(), validation.problems()));
    issues.check(
        place,
        () ->
            OverlapCheck.requireDisjoint(
                validation.problems(), "second-measure", suites.samples()));
  }
}
