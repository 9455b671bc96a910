package dev.belay.safety.eval;

import dev.belay.core.stats.Interval;
import dev.belay.core.stats.Tally;
import dev.belay.safety.correction.Corrected;
import dev.belay.safety.correction.MeasuredErrors;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What one suite came to: the figures that every report of an evaluation shows.
 *
 * @param info the suite
 * @param prompts how many
 * @param completions how many, of all prompts
 * @param tally of what the rate is over
 * @param rate with its intervals; empty when nothing was decided
 * @param lowestRate with all undecided as 0; empty without prompts
 * @param highestRate with all undecided as 1; empty without prompts
 * @param errors the deciding judge's; empty when they were not measured, where a rate cannot be
 *     corrected, and without a rate
 * @param labels how often the deciding judge gave each label
 * @param shares of all completions; empty without any
 * @param attack how often the attack succeeded; empty for a suite without one
 * @param disagreements of several judges; empty where one judged
 * @param truncated completions cut off at the longest length
 * @param promptTokens read by the model, a prompt counted once for each of its completions
 * @param tokens in all completions
 */
public record SuiteSummary(
    SuiteInfo info,
    int prompts,
    int completions,
    Tally tally,
    Optional<RateEstimate> rate,
    OptionalDouble lowestRate,
    OptionalDouble highestRate,
    Optional<MeasuredErrors> errors,
    Map<String, Long> labels,
    Optional<SuiteShares> shares,
    Optional<AttackSuccess> attack,
    Optional<Disagreements> disagreements,
    long truncated,
    long promptTokens,
    long tokens) {

  /** Of all intervals in the files and tables of one evaluation. */
  public static final double CONFIDENCE = Interval.DEFAULT_CONFIDENCE;

  /** Sums up a suite. */
  public static SuiteSummary of(SuiteResult suite) {
    Optional<RateEstimate> rate = RateEstimate.of(suite, CONFIDENCE);
    return new SuiteSummary(
        suite.info(),
        suite.byPrompt().size(),
        suite.records().size(),
        suite.counted().tally(),
        rate,
        RateEstimate.filled(suite, 0),
        RateEstimate.filled(suite, 1),
        rate.isPresent() && suite.info().isCorrectable()
            ? MeasuredErrors.shipped(suite.info().judges().getFirst())
            : Optional.empty(),
        suite.labels(),
        SuiteShares.of(suite),
        AttackSuccess.of(suite, rate),
        Disagreements.of(suite),
        suite.truncated(),
        suite.promptTokens(),
        suite.tokens());
  }

  /** The rate without the judge's errors; empty where they are unknown or tell nothing. */
  public Optional<Corrected> corrected() {
    return rate.flatMap(
        known -> errors.flatMap(judge -> judge.rate(known.rate(), known.effective(), CONFIDENCE)));
  }
}
