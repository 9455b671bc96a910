package dev.belay.safety.compare;

import dev.belay.core.error.BadInputException;
import dev.belay.core.stats.ClusteredPairs;
import dev.belay.core.stats.PairedOutcomes;
import dev.belay.safety.correction.Corrected;
import dev.belay.safety.correction.MeasuredErrors;
import dev.belay.safety.eval.EvalRecord;
import dev.belay.safety.eval.SuiteInfo;
import dev.belay.safety.eval.SuiteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One suite before and after.
 *
 * @param info the suite
 * @param prompts prompts compared, the undecided included
 * @param change what changed
 * @param errors the deciding judge's errors; empty when they were not measured, or a verifier
 *     decides
 */
public record SuiteComparison(
    SuiteInfo info, long prompts, SuiteChange change, Optional<MeasuredErrors> errors) {

  /** Compares with the judges' errors that ship with Belay. */
  public static SuiteComparison of(SuiteResult before, SuiteResult after, double confidence) {
    return of(before, after, confidence, MeasuredErrors::shipped);
  }

  /**
   * Compares two results of one suite, prompt by prompt.
   *
   * @param confidence of the intervals, two-sided
   * @param errors of a judge, by its name and version
   * @throws BadInputException when they are not of the same suite, judges and prompts
   */
  public static SuiteComparison of(
      SuiteResult allBefore,
      SuiteResult allAfter,
      double confidence,
      Function<String, Optional<MeasuredErrors>> errors) {
    PairingCheck.check(allBefore, allAfter);
    SuiteResult before = allBefore.counted();
    SuiteResult after = allAfter.counted();
    if (before.records().isEmpty()) {
      throw new BadInputException("suite " + before.info().name() + ": no prompts to compare.");
    }
    Map<String, List<EvalRecord>> later = after.byPrompt();
    List<PromptScores> all = new ArrayList<>();
    before
        .byPrompt()
        .forEach((id, first) -> all.add(PromptScores.of(first, later.getOrDefault(id, first))));
    SuiteInfo info = after.info();
    return new SuiteComparison(
        info,
        all.size(),
        change(all, before.isBinary() && after.isBinary(), confidence),
        info.isCorrectable() ? errors.apply(info.judges().getFirst()) : Optional.empty());
  }

  /** The change without the judge's errors; empty where they are unknown or tell nothing. */
  public Optional<Corrected> correctedChange() {
    return change instanceof SuiteChange.Measured measured
        ? errors.flatMap(known -> known.change(measured.change(), measured.interval()))
        : Optional.empty();
  }

  /** The rate before or after without the judge's errors. */
  Optional<Corrected> correctedRate(boolean after) {
    return change instanceof SuiteChange.Measured measured
        ? errors.flatMap(
            known ->
                known.rate(
                    after ? measured.after() : measured.before(),
                    measured.effective(),
                    measured.interval().confidence()))
        : Optional.empty();
  }

  private static SuiteChange change(List<PromptScores> all, boolean binary, double confidence) {
    SuiteChange.Undecided undecided = PromptScores.undecided(all);
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
    return SuiteChange.Graded.of(decided.size(), pairs, undecided, confidence);
  }

  private static PairedOutcomes outcomes(double[] before, double[] after) {
    long[] counts = new long[4];
    for (int i = 0; i < before.length; i++) {
      counts[(before[i] == 1 ? 2 : 0) + (after[i] == 1 ? 1 : 0)]++;
    }
    return new PairedOutcomes(counts[3], counts[2], counts[1], counts[0]);
  }
}
