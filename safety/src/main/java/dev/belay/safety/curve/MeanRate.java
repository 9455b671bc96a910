package dev.belay.safety.curve;

import dev.belay.core.recipe.EvaluateSpec.Purpose;
import dev.belay.core.stats.Interval;
import dev.belay.safety.eval.EvaluationResult;
import dev.belay.safety.eval.RateEstimate;
import dev.belay.safety.eval.SuiteKind;
import dev.belay.safety.eval.SuiteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One number for all suites that measure the same: the mean of their rates, each suite counting
 * alike. A suite in which nothing was decided is left out.
 *
 * @param rate the mean
 * @param prompts decided ones of all suites
 * @param interval of the rate, where it is of one suite; a mean of several has none here
 */
public record MeanRate(double rate, long prompts, Optional<Interval> interval) {

  /** The share of tasks solved; empty without a suite of tasks. */
  public static Optional<MeanRate> capability(EvaluationResult evaluation, double confidence) {
    return of(evaluation, kind -> kind == SuiteKind.CAPABILITY, confidence);
  }

  /** The share of harmful requests refused. */
  public static Optional<MeanRate> safety(EvaluationResult evaluation, double confidence) {
    return of(evaluation, SuiteKind::isSafety, confidence);
  }

  /** The share of harmless requests refused. */
  public static Optional<MeanRate> overRefusal(EvaluationResult evaluation, double confidence) {
    return of(evaluation, kind -> kind.purpose() == Purpose.OVER_REFUSAL, confidence);
  }

  private static Optional<MeanRate> of(
      EvaluationResult evaluation, Predicate<SuiteKind> kinds, double confidence) {
    List<RateEstimate> rates = new ArrayList<>();
    long prompts = 0;
    for (SuiteResult suite : evaluation.suites()) {
      if (kinds.test(suite.info().kind())) {
        Optional<RateEstimate> rate = RateEstimate.of(suite, confidence);
        rate.ifPresent(rates::add);
        prompts += decided(suite);
      }
    }
    return rates.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new MeanRate(
                rates.stream().mapToDouble(RateEstimate::rate).average().orElseThrow(),
                prompts,
                rates.size() == 1 ? Optional.of(rates.getFirst().interval()) : Optional.empty()));
  }

  /** Prompts with a verdict. */
  static long decided(SuiteResult suite) {
    return suite.counted().byPrompt().values().stream()
        .filter(records -> records.stream().anyMatch(record -> record.score().isPresent()))
        .count();
  }
}
