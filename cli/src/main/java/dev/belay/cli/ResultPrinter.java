package dev.belay.cli;

import dev.belay.safety.compare.CapabilityChange;
import dev.belay.safety.compare.Comparison;
import dev.belay.safety.compare.ComparisonSummary;
import dev.belay.safety.compare.ComparisonTable;
import dev.belay.safety.compare.NonInferiority;
import dev.belay.safety.drift.DriftSummary;
import dev.belay.safety.drift.DriftTable;
import dev.belay.safety.eval.CapabilityTable;
import dev.belay.safety.eval.EvaluationSummaryTable;
import dev.belay.train.experiment.ExperimentResult;
import dev.belay.train.monitor.MonitorOutcome;
import java.util.Optional;
import picocli.CommandLine;

/** What a run prints at its end. */
final class ResultPrinter {

  private ResultPrinter() {}

  /**
   * The page; lines end with {@code \n}.
   *
   * @param details whether to add the tables that are wider than 80 columns
   */
  static String text(ExperimentResult result, boolean details) {
    StringBuilder text = new StringBuilder();
    result.comparison().map(ComparisonSummary::print).ifPresent(text::append);
    if (result.comparison().isEmpty()) {
      result.last().map(EvaluationSummaryTable::print).ifPresent(text::append);
    }
    result.drift().ifPresent(drift -> text.append('\n').append(DriftSummary.print(drift)));
    result.monitor().map(MonitorText::of).ifPresent(text::append);
    text.append(WarningText.of(result.warnings()));
    if (details) {
      text.append('\n').append(details(result));
    }
    return text.append("Everything is in ").append(result.directory()).append('\n').toString();
  }

  private static String details(ExperimentResult result) {
    StringBuilder text = new StringBuilder();
    result
        .comparison()
        .ifPresent(
            comparison ->
                text.append(ComparisonTable.print(comparison))
                    .append(CapabilityChange.print(comparison.capability())));
    if (result.comparison().isEmpty()) {
      result.last().map(CapabilityTable::print).ifPresent(text::append);
    }
    result.drift().map(DriftTable::print).ifPresent(text::append);
    return text.toString();
  }

  /**
   * 1 when safety did not hold, as {@code belay compare-evals} has it, or the monitor's alarm ended
   * training; else 0.
   */
  static int exitCode(ExperimentResult result) {
    boolean lost =
        result
            .comparison()
            .flatMap(Comparison::safetyVerdict)
            .equals(Optional.of(NonInferiority.DID_NOT_HOLD));
    boolean ended = result.monitor().filter(MonitorOutcome::endedTraining).isPresent();
    return lost || ended ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
  }
}
