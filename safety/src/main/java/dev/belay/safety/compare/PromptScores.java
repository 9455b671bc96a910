package dev.belay.safety.compare;

import dev.belay.core.stats.ClusteredPairs;
import dev.belay.core.stats.PairedOutcomes;
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
        EvalRecord.decidedMean(before),
        EvalRecord.decidedMean(after),
        bounds(before),
        bounds(after),
        Math.min(decided(before), decided(after)));
  }

  boolean decided() {
    return completions > 0;
  }

  /** The mean of one request's scores under several attacks or in several benchmarks. */
  static PromptScores mean(List<PromptScores> of) {
    List<PromptScores> decided = of.stream().filter(PromptScores::decided).toList();
    return new PromptScores(
        decided.stream().mapToDouble(scores -> scores.before().orElseThrow()).average(),
        decided.stream().mapToDouble(scores -> scores.after().orElseThrow()).average(),
        mean(of, PromptScores::boundsBefore),
        mean(of, PromptScores::boundsAfter),
        decided.stream().mapToLong(PromptScores::completions).sum());
  }

  /**
   * How the prompts changed.
   *
   * @param all independent ones, at least one
   * @param binary whether each has one verdict on either side, yes or no
   */
  static SuiteChange change(List<PromptScores> all, boolean binary, double confidence) {
    SuiteChange.Undecided undecided = undecided(all);
    List<PromptScores> decided = all.stream().filter(PromptScores::decided).toList();
    if (decided.isEmpty()) {
      return new SuiteChange.NothingDecided(undecided);
    }
    double[] before = decided.stream().mapToDouble(s -> s.before().orElseThrow()).toArray();
    double[] after = decided.stream().mapToDouble(s -> s.after().orElseThrow()).toArray();
    if (binary) {
      return SuiteChange.Binary.of(outcomes(before, after), undecided, confidence);
    }
    long completions = decided.stream().mapToLong(PromptScores::completions).sum();
    // With one graded score a prompt there are no completions to tell noise from change by.
    ClusteredPairs pairs =
        completions > decided.size()
            ? ClusteredPairs.of(before, after, completions)
            : ClusteredPairs.ofScores(before, after);
    return SuiteChange.Means.ofPrompts(decided.size(), pairs, undecided, confidence);
  }

  private static PairedOutcomes outcomes(double[] before, double[] after) {
    long[] counts = new long[4];
    for (int i = 0; i < before.length; i++) {
      counts[(before[i] == 1 ? 2 : 0) + (after[i] == 1 ? 1 : 0)]++;
    }
    return new PairedOutcomes(counts[3], counts[2], counts[1], counts[0]);
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

  private static SuiteChange.Bounds bounds(List<EvalRecord> records) {
    return new SuiteChange.Bounds(
        EvalRecord.filledMean(records, 0).orElseThrow(),
        EvalRecord.filledMean(records, 1).orElseThrow());
  }
}
