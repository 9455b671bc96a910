package dev.belay.cli;

import dev.belay.core.stats.Interval;
import dev.belay.safety.eval.EvaluationResult;
import dev.belay.safety.eval.TextTable;
import dev.belay.train.experiment.EarlyStop;
import dev.belay.train.experiment.ExperimentResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What became of an arm: a result, or why there is none.
 *
 * @param directory of its run
 * @param failures what went wrong, a sentence each; empty where there is a result
 */
record DemoOutcome(
    DemoArm arm, Path directory, Optional<ExperimentResult> result, List<String> failures) {

  static DemoOutcome of(DemoArm arm, ExperimentResult result) {
    return new DemoOutcome(arm, result.directory(), Optional.of(result), List.of());
  }

  static DemoOutcome failed(DemoArm arm, Path directory, List<String> failures) {
    return new DemoOutcome(arm, directory, Optional.empty(), List.copyOf(failures));
  }

  String label() {
    return arm.label();
  }

  /** The evaluation after training. */
  Optional<EvaluationResult> after() {
    return result.flatMap(ExperimentResult::last);
  }

  /** Where training ended, or why it did not get there, in a sentence. */
  String ending() {
    return result
        .map(DemoOutcome::ending)
        .orElseGet(() -> "There is no result: " + String.join(" ", failures));
  }

  private static String ending(ExperimentResult result) {
    return result
        .until()
        .map(stop -> (stop.met() ? "It stopped at " : "It ONLY CAME TO ") + at(stop) + ".")
        .orElseGet(() -> "It ended after %d steps.".formatted(result.steps()));
  }

  private static String at(EarlyStop stop) {
    Interval interval = stop.reached().wilson(Interval.DEFAULT_CONFIDENCE);
    return "%s %s of %d validation problems after %d steps, %s wanted"
        .formatted(
            TextTable.percent(stop.reached().value()),
            TextTable.range(interval.low(), interval.high()),
            stop.reached().n(),
            stop.step(),
            TextTable.percent(stop.wanted()));
  }
}
