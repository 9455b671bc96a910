package dev.belay.safety.eval;

import dev.belay.core.stats.ClopperPearson;
import dev.belay.core.stats.ClusteredRate;
import dev.belay.core.stats.Interval;
import dev.belay.core.stats.Rate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A suite's rate and how sure it is.
 *
 * @param rate over the decided completions, a mean over prompts
 * @param effective how many independent completions they are worth
 * @param interval Wilson's, or with several completions a prompt the clustered one
 * @param exact Clopper and Pearson's interval; empty with several completions a prompt, of which it
 *     does not hold
 */
public record RateEstimate(
    double rate, double effective, Interval interval, Optional<Interval> exact) {

  /** The estimate of a suite; empty when nothing was decided. */
  public static Optional<RateEstimate> of(SuiteResult all, double confidence) {
    SuiteResult suite = all.counted();
    if (suite.isBinary()) {
      return suite.tally().decidedRate().map(rate -> ofBinary(rate, confidence));
    }
    Collection<List<EvalRecord>> prompts = suite.byPrompt().values();
    double[] means =
        prompts.stream()
            .map(EvalRecord::decidedMean)
            .filter(OptionalDouble::isPresent)
            .mapToDouble(OptionalDouble::getAsDouble)
            .toArray();
    if (means.length == 0) {
      return Optional.empty();
    }
    long decided = suite.records().stream().filter(r -> r.score().isPresent()).count();
    ClusteredRate clustered = ClusteredRate.of(means, decided);
    return Optional.of(
        new RateEstimate(
            clustered.rate(),
            clustered.effective(),
            clustered.interval(confidence),
            Optional.empty()));
  }

  private static RateEstimate ofBinary(Rate rate, double confidence) {
    return new RateEstimate(
        rate.value(),
        rate.n(),
        rate.wilson(confidence),
        Optional.of(ClopperPearson.interval(rate, confidence)));
  }

  /**
   * The rate over all prompts when every undecided completion counts alike.
   *
   * @param undecided what it counts for, 0 or 1
   * @return empty without prompts
   */
  public static OptionalDouble filled(SuiteResult suite, double undecided) {
    return suite.counted().byPrompt().values().stream()
        .mapToDouble(records -> EvalRecord.filledMean(records, undecided).orElseThrow())
        .average();
  }
}
