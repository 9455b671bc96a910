package dev.belay.safety.compare;

import dev.belay.safety.eval.EvalRecord;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * The mean scores of one prompt's completions.
 *
 * @param before mean over its decided completions before; empty when none was decided
 * @param after the same after
 * @param boundsBefore the mean before with all undecided as 0 and as 1
 * @param boundsAfter the same after
 * @param completions decided ones, of the side that has fewer
 */
record PromptScores(
    OptionalDouble before,
    OptionalDouble after,
    SuiteChange.Bounds boundsBefore,
    SuiteChange.Bounds boundsAfter,
    long completions) {

  static PromptScores of(List<EvalRecord> before, List<EvalRecord> after) {
    return new PromptScores(
        decidedMean(before),
        decidedMean(after),
        bounds(before),
        bounds(after),
        Math.min(decided(before), decided(after)));
  }

  boolean decided() {
    return completions > 0;
  }

  /** What the undecided of all prompts could hide. */
  static SuiteChange.Undecided undecided(List<PromptScores> all) {
    SuiteChange.Bounds before = mean(all, PromptScores::boundsBefore);
    SuiteChange.Bounds after = mean(all, PromptScores::boundsAfter);
    return new SuiteChange.Undecided(
        all.stream().filter(scores -> scores.before().isEmpty()).count(),
        all.stream().filter(scores -> scores.after().isEmpty()).count(),
        before,
        after);
  }

  private static SuiteChange.Bounds mean(
      List<PromptScores> all, Function<PromptScores, SuiteChange.Bounds> of) {
    return new SuiteChange.Bounds(
        all.stream().map(of).mapToDouble(SuiteChange.Bounds::low).sum() / all.size(),
        all.stream().map(of).mapToDouble(SuiteChange.Bounds::high).sum() / all.size());
  }

  private static long decided(List<EvalRecord> records) {
    return records.stream().filter(record -> record.score().isPresent()).count();
  }

  private static OptionalDouble decidedMean(List<EvalRecord> records) {
    return records.stream()
        .map(EvalRecord::score)
        .filter(OptionalDouble::isPresent)
        .mapToDouble(OptionalDouble::getAsDouble)
        .average();
  }

  private static SuiteChange.Bounds bounds(List<EvalRecord> records) {
    return new SuiteChange.Bounds(filledMean(records, 0), filledMean(records, 1));
  }

  private static double filledMean(List<EvalRecord> records, double undecided) {
    return records.stream()
        .mapToDouble(record -> record.score().orElse(undecided))
        .average()
        .orElseThrow();
  }
}
