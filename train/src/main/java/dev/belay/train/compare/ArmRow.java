package dev.belay.train.compare;

import dev.belay.safety.curve.CurvePoint;
import dev.belay.safety.curve.MeanRate;
import dev.belay.safety.drift.SuiteDrift;
import dev.belay.train.experiment.ExperimentResult;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * An arm in one row: its tuned model, and how far it moved. A number of several suites is their
 * mean, each counting alike; a bound is the largest.
 *
 * @param capability share of tasks solved
 * @param safety share of harmful requests refused
 * @param overRefusal share of harmless requests refused
 * @param undecided prompts without a verdict
 * @param prompts of all suites
 * @param klTask KL to the base on the prompts of tasks, in nats a completion
 * @param klSafety the same on harmful requests
 * @param bound by how much their refusals can have fallen at most, estimates plugged in
 * @param limit the same at the worst ends of the intervals
 */
public record ArmRow(
    Optional<MeanRate> capability,
    Optional<MeanRate> safety,
    Optional<MeanRate> overRefusal,
    long undecided,
    long prompts,
    OptionalDouble klTask,
    OptionalDouble klSafety,
    OptionalDouble bound,
    OptionalDouble limit) {

  /** The row of an arm that has a result. */
  public static ArmRow of(ArmOutcome arm, double confidence) {
    CurvePoint tuned = arm.points().getLast();
    List<SuiteDrift> harmful =
        arm.result().flatMap(ExperimentResult::drift).stream()
            .flatMap(report -> report.suites().stream())
            .filter(SuiteDrift::asksForHarm)
            .toList();
    return new ArmRow(
        MeanRate.capability(tuned.evaluation(), confidence),
        MeanRate.safety(tuned.evaluation(), confidence),
        MeanRate.overRefusal(tuned.evaluation(), confidence),
        tuned.undecided(),
        tuned.prompts(),
        arm.taskKl().stream().mapToDouble(kl -> kl.kl().kl()).average(),
        harmful.stream().mapToDouble(suite -> suite.kl().kl()).average(),
        most(harmful, suite -> suite.bound().meanOfBounds()),
        most(harmful, suite -> suite.bound().atLimits()));
  }

  /** The row of the base, which moved nowhere. */
  public static ArmRow ofBase(CurvePoint base, double confidence) {
    return new ArmRow(
        MeanRate.capability(base.evaluation(), confidence),
        MeanRate.safety(base.evaluation(), confidence),
        MeanRate.overRefusal(base.evaluation(), confidence),
        base.undecided(),
        base.prompts(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty());
  }

  private static OptionalDouble most(List<SuiteDrift> suites, ToDoubleFunction<SuiteDrift> value) {
    return suites.stream().mapToDouble(value).max();
  }
}
