package dev.belay.safety.compare;

import dev.belay.core.error.BadInputException;
import dev.belay.core.model.Seeds;
import dev.belay.core.stats.Interval;
import dev.belay.core.stats.PairedBootstrap;
import dev.belay.core.stats.PairedTally;
import dev.belay.safety.eval.EvalRecord;
import dev.belay.safety.eval.SuiteInfo;
import dev.belay.safety.eval.SuiteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One suite before and after.
 *
 * @param info the suite
 * @param prompts prompts compared, the undecided included
 * @param change what changed
 */
public record SuiteComparison(SuiteInfo info, long prompts, SuiteChange change) {
  private static final int RESAMPLES = 10_000;

  /**
   * Compares two results of one suite, prompt by prompt.
   *
   * @param confidence of the intervals, two-sided
   * @throws BadInputException when they are not of the same suite, judges and prompts
   */
  public static SuiteComparison of(SuiteResult allBefore, SuiteResult allAfter, double confidence) {
    PairingCheck.check(allBefore, allAfter);
    SuiteResult before = allBefore.counted();
    SuiteResult after = allAfter.counted();
    if (before.records().isEmpty()) {
      throw new BadInputException("suite " + before.info().name() + ": no prompts to compare.");
    }
    SuiteChange change =
        before.isBinary() && after.isBinary()
            ? binary(before, after, confidence)
            : graded(before, after, confidence);
    return new SuiteComparison(after.info(), before.byPrompt().size(), change);
  }

  private static SuiteChange binary(SuiteResult before, SuiteResult after, double confidence) {
    PairedTally tally = new PairedTally();
    Map<String, List<EvalRecord>> later = after.byPrompt();
    before
        .byPrompt()
        .forEach((id, first) -> tally.add(verdict(first), verdict(later.getOrDefault(id, first))));
    SuiteChange.Undecided undecided =
        new SuiteChange.Undecided(
            tally.undecidedBefore(),
            tally.undecidedAfter(),
            tally.lowestChange(),
            tally.highestChange());
    return tally
        .outcomes()
        .<SuiteChange>map(pairs -> SuiteChange.Binary.of(pairs, undecided, confidence))
        .orElseGet(() -> new SuiteChange.NothingDecided(undecided));
  }

  private static Optional<Boolean> verdict(List<EvalRecord> records) {
    OptionalDouble score = records.getFirst().score();
    return score.isPresent() ? Optional.of(score.getAsDouble() == 1) : Optional.empty();
  }

  private static SuiteChange graded(SuiteResult before, SuiteResult after, double confidence) {
    Map<String, List<EvalRecord>> later = after.byPrompt();
    List<PromptScores> all = new ArrayList<>();
    before
        .byPrompt()
        .forEach((id, first) -> all.add(PromptScores.of(first, later.getOrDefault(id, first))));
    SuiteChange.Undecided undecided =
        new SuiteChange.Undecided(
            all.stream().filter(scores -> scores.before().isEmpty()).count(),
            all.stream().filter(scores -> scores.after().isEmpty()).count(),
            all.stream().mapToDouble(PromptScores::lowestChange).average().orElseThrow(),
            all.stream().mapToDouble(PromptScores::highestChange).average().orElseThrow());
    List<PromptScores> decided = all.stream().filter(PromptScores::decided).toList();
    if (decided.isEmpty()) {
      return new SuiteChange.NothingDecided(undecided);
    }
    double[] first = decided.stream().mapToDouble(s -> s.before().orElseThrow()).toArray();
    double[] second = decided.stream().mapToDouble(s -> s.after().orElseThrow()).toArray();
    long seed = Seeds.derive(0, "bootstrap " + after.info().name());
    Interval interval = PairedBootstrap.meanChange(first, second, RESAMPLES, seed, confidence);
    return new SuiteChange.Graded(decided.size(), mean(first), mean(second), interval, undecided);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
