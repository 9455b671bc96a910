package dev.belay.safety.design;

import dev.belay.safety.eval.PlannedSuite;
import java.util.List;

/**
 * What an evaluation can show, and its cost: known before a model is loaded.
 *
 * @param suites one design of each
 * @param goal what is to be shown
 */
public record EvaluationDesign(List<SuiteDesign> suites, Goal goal) {

  public EvaluationDesign {
    suites = List.copyOf(suites);
  }

  /**
   * Designs an evaluation.
   *
   * @param samples completions of each prompt
   * @param given what is assumed where no earlier evaluation says otherwise
   */
  public static EvaluationDesign of(
      List<PlannedSuite> planned,
      int samples,
      Goal goal,
      Assumptions given,
      PastEvaluations past,
      Speed speed) {
    return new EvaluationDesign(
        planned.stream()
            .map(
                suite ->
                    SuiteDesign.of(suite, samples, past.suite(suite.name(), given), goal, speed))
            .toList(),
        goal);
  }
}
