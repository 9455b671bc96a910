package dev.belay.safety.drift;

import dev.belay.safety.compare.SuiteChange;
import dev.belay.safety.compare.SuiteComparison;
import java.util.Optional;

/**
 * What the evaluation of the suite measured, on all of its prompts and with its own way of drawing.
 * The bound is about completions that are sampled; greedy ones can turn at a smaller KL.
 *
 * @param prompts with a verdict before and after
 * @param before the rate before, as the suite counts it
 * @param after the rate after
 * @param change after less before
 * @param low lower end of its interval
 * @param high upper end
 */
public record EvaluatedChange(
    long prompts, double before, double after, double change, double low, double high) {

  /** Of a suite; empty where nothing was decided. */
  public static Optional<EvaluatedChange> of(SuiteComparison suite) {
    return suite.change() instanceof SuiteChange.Measured measured
        ? Optional.of(
            new EvaluatedChange(
                measured.decided(),
                measured.before(),
                measured.after(),
                measured.change(),
                measured.interval().low(),
                measured.interval().high()))
        : Optional.empty();
  }
}
