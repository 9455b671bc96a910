package dev.belay.safety.curve;

import dev.belay.core.model.FinishReason;
import dev.belay.safety.eval.EvalRecord;
import dev.belay.safety.eval.EvaluationResult;
import dev.belay.safety.eval.ScoredVerdict;
import dev.belay.safety.eval.SuiteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The evaluation of a mixture of two models, which answers each prompt by the second with
 * probability {@code w}, else by the first: a prompt's score is {@code (1 − w) a + w b}, so every
 * rate lies as far between the two. A prompt that either leaves undecided is undecided.
 */
final class EvaluationBlend {

  private EvaluationBlend() {}

  /**
   * Mixes two evaluations of the same suites.
   *
   * @param asked what the prompts are taken from: of an attack of several queries the models may
   *     have been decided by different ones
   */
  static EvaluationResult of(EvaluationResult asked, CapabilityCurve.Place place) {
    List<SuiteResult> suites = new ArrayList<>();
    for (SuiteResult suite : asked.suites()) {
      String name = suite.info().name();
      Optional<SuiteResult> first = place.first().evaluation().suite(name);
      Optional<SuiteResult> second = place.second().evaluation().suite(name);
      if (first.isPresent() && second.isPresent()) {
        suites.add(suite(suite, first.get(), second.get(), place.weight()));
      }
    }
    return new EvaluationResult(suites);
  }

  private static SuiteResult suite(
      SuiteResult asked, SuiteResult first, SuiteResult second, double weight) {
    Map<String, List<EvalRecord>> a = first.counted().byPrompt();
    Map<String, List<EvalRecord>> b = second.counted().byPrompt();
    List<EvalRecord> records = new ArrayList<>();
    asked
        .byPrompt()
        .forEach(
            (id, prompts) ->
                records.add(
                    record(prompts.getFirst(), mixed(score(a.get(id)), score(b.get(id)), weight))));
    return new SuiteResult(asked.info(), records);
  }

  private static OptionalDouble score(@Nullable List<EvalRecord> records) {
    return records == null ? OptionalDouble.empty() : EvalRecord.decidedMean(records);
  }

  /** At an end the other model does not matter, so its undecided prompts do not either. */
  private static OptionalDouble mixed(OptionalDouble a, OptionalDouble b, double weight) {
    if (weight == 0) {
      return a;
    }
    if (weight == 1) {
      return b;
    }
    return a.isPresent() && b.isPresent()
        ? OptionalDouble.of((1 - weight) * a.getAsDouble() + weight * b.getAsDouble())
        : OptionalDouble.empty();
  }

  private static EvalRecord record(EvalRecord prompt, OptionalDouble score) {
    ScoredVerdict judged = prompt.verdicts().getFirst();
    return new EvalRecord(
        prompt.suite(),
        prompt.prompt(),
        0,
        prompt.asked(),
        "",
        List.of(),
        FinishReason.EOS,
        List.of(
            new ScoredVerdict(
                judged.by(),
                judged.version(),
                score.isPresent() ? "mixture" : "undecided",
                score,
                OptionalDouble.empty(),
                "of two models")));
  }
}
