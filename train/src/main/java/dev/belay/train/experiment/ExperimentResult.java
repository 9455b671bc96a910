package dev.belay.train.experiment;

import dev.belay.core.run.RunWarnings;
import dev.belay.safety.compare.Comparison;
import dev.belay.safety.drift.DriftReport;
import dev.belay.safety.eval.EvaluationResult;
import dev.belay.train.monitor.MonitorOutcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What came out.
 *
 * @param directory the run's directory
 * @param last the last evaluation: after training, or the only one
 * @param comparison before and after, paired; absent without training or without suites
 * @param steps training steps taken, over all processes of the run
 * @param drift of the policy on the prompts that measure safety; absent where it was not measured
 * @param monitor what the monitor did; absent without one
 * @param until whether training came to the accuracy that was to end it; absent where none was
 * @param warnings that were given on the way
 */
public record ExperimentResult(
    Path directory,
    Optional<EvaluationResult> last,
    Optional<Comparison> comparison,
    long steps,
    Optional<DriftReport> drift,
    Optional<MonitorOutcome> monitor,
    Optional<EarlyStop> until,
    List<RunWarnings.Warning> warnings) {

  public ExperimentResult {
    warnings = List.copyOf(warnings);
  }

  /** A result without a measured drift, a monitor and an early stop. */
  public ExperimentResult(
      Path directory,
      Optional<EvaluationResult> last,
      Optional<Comparison> comparison,
      long steps) {
    this(
        directory,
        last,
        comparison,
        steps,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /** The same with what the early stop says, and with what was warned of. */
  ExperimentResult with(Optional<EarlyStop> stop, List<RunWarnings.Warning> given) {
    return new ExperimentResult(directory, last, comparison, steps, drift, monitor, stop, given);
  }
}
