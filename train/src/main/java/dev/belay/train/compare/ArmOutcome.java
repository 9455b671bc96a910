package dev.belay.train.compare;

import dev.belay.core.stats.Interval;
import dev.belay.safety.compare.Comparison;
import dev.belay.safety.curve.CurvePoint;
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
 * @param result of its run; empty where it failed
 * @param points its curve, from the base to the tuned model; none where it failed
 * @param taskKl the KL on the prompts of tasks, suite by suite
 * @param tuning what its grid came to; empty for an arm without one
 * @param failures what went wrong, a sentence each
 */
public record ArmOutcome(
    PlannedArm planned,
    Path directory,
    Optional<ExperimentResult> result,
    List<CurvePoint> points,
    List<TaskKl> taskKl,
    Optional<Tuning> tuning,
    List<String> failures) {

  public ArmOutcome {
    points = List.copyOf(points);
    taskKl = List.copyOf(taskKl);
    failures = List.copyOf(failures);
  }

  static ArmOutcome failed(
      PlannedArm planned, Path directory, Optional<Tuning> tuning, List<String> failures) {
    return new ArmOutcome(
        planned, directory, Optional.empty(), List.of(), List.of(), tuning, failures);
  }

  /** Names the arm. */
  public String name() {
    return planned.name();
  }

  /** What tables call it. */
  public String label() {
    return planned.arm().label();
  }

  /** What a step of it cost; empty where it has no result. */
  public Optional<ArmCost> cost() {
    return result.flatMap(_ -> ArmCost.of(directory));
  }

  /**
   * How many settings it was trained with to a result before one was taken; 1 where it was not
   * tuned.
   */
  public int settingsTried() {
    return Math.max(1, tuning.map(Tuning::withResult).orElse(1));
  }

  /** How many settings came to no result, such as one that diverged. */
  int settingsFailed() {
    return tuning.map(tuned -> tuned.tries().size() - tuned.withResult()).orElse(0);
  }

  /** Before and after, paired. */
  public Optional<Comparison> comparison() {
    return result.flatMap(ExperimentResult::comparison);
  }

  /** Where training ended, or why it did not get there, in a sentence. */
  public String ending() {
    return result
        .map(ArmOutcome::ending)
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
