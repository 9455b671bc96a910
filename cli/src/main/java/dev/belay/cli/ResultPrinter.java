package dev.belay.cli;

import dev.belay.core.stats.Interval;
import dev.belay.core.stats.Rate;
import dev.belay.safety.compare.CapabilityChange;
import dev.belay.safety.compare.Comparison;
import dev.belay.safety.compare.ComparisonTable;
import dev.belay.safety.compare.NonInferiority;
import dev.belay.safety.drift.DriftTable;
import dev.belay.safety.eval.CapabilityTable;
import dev.belay.safety.eval.SuiteResult;
import dev.belay.train.experiment.ExperimentResult;
import dev.belay.train.monitor.MonitorOutcome;
import java.util.Optional;
import picocli.CommandLine;

/** What a run prints at its end. */
final class ResultPrinter {

  private ResultPrinter() {}

  static String text(ExperimentResult result) {
    StringBuilder text = new StringBuilder();
    if (result.comparison().isPresent()) {
      text.append(ComparisonTable.print(result.comparison().get()));
      text.append(CapabilityChange.print(result.comparison().get().capability()));
    } else if (result.last().isPresent()) {
      result.last().get().suites().forEach(suite -> text.append(line(suite)).append('\n'));
      text.append(CapabilityTable.print(result.last().get()));
    }
    result.drift().ifPresent(drift -> text.append('\n').append(DriftTable.print(drift)));
    result.monitor().map(MonitorText::of).ifPresent(text::append);
    text.append("Everything is in ").append(result.directory()).append('\n');
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

  private static String line(SuiteResult suite) {
    String name = suite.info().name() + ": ";
    return suite
        .tally()
        .decidedRate()
        .map(rate -> name + suite.info().kind().verb() + " " + percent(rate))
        .orElse(name + "nothing was decided");
  }

  private static String percent(Rate rate) {
    Interval interval = rate.wilson(Interval.DEFAULT_CONFIDENCE);
    return "%.1f %% [%.1f, %.1f], n = %d"
        .formatted(100 * rate.value(), 100 * interval.low(), 100 * interval.high(), rate.n());
  }
}
