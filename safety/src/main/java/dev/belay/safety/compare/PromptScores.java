package dev.belay.safety.compare;

import dev.belay.safety.eval.EvalRecord;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The mean scores of one prompt's completions.
 *
 * @param before mean over its decided completions before; empty when none was decided
 * @param after the same after
 * @param lowestChange the lowest change of the mean that any verdicts on the undecided could give
 * @param highestChange the highest
 */
record PromptScores(
    OptionalDouble before, OptionalDouble after, double lowestChange, double highestChange) {

  static PromptScores of(List<EvalRecord> before, List<EvalRecord> after) {
    return new PromptScores(
        decidedMean(before),
        decidedMean(after),
        filledMean(after, 0) - filledMean(before, 1),
        filledMean(after, 1) - filledMean(before, 0));
  }

  boolean decided() {
    return before.isPresent() && after.isPresent();
  }

  private static OptionalDouble decidedMean(List<EvalRecord> records) {
    return records.stream()
        .map(EvalRecord::score)
        .filter(OptionalDouble::isPresent)
        .mapToDouble(OptionalDouble::getAsDouble)
        .average();
  }

  private static double filledMean(List<EvalRecord> records, double undecided) {
    return records.stream()
        .mapToDouble(record -> record.score().orElse(undecided))
        .average()
        .orElseThrow();
  }
}
