package dev.belay.safety.design;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import dev.belay.core.stats.Interval;
import dev.belay.safety.compare.SuiteChange;
import dev.belay.safety.compare.SuiteComparison;
import dev.belay.safety.eval.EvalRecord;
import dev.belay.safety.eval.EvaluationResult;
import dev.belay.safety.eval.RateEstimate;
import dev.belay.safety.eval.SuiteResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Earlier evaluations that a plan may learn from: one gives rates, lengths and speed, and with
 * several completions a prompt how alike they are; two, before and after, give how many prompts
 * change.
 */
public final class PastEvaluations {
  private static final double CONFIDENCE = Interval.DEFAULT_CONFIDENCE;

  private final Optional<EvaluationResult> before;
  private final Optional<EvaluationResult> after;
  private final JsonNode summary;

  private PastEvaluations(
      Optional<EvaluationResult> before, Optional<EvaluationResult> after, JsonNode summary) {
    this.before = before;
    this.after = after;
    this.summary = summary;
  }

  /**
   * Reads the folders.
   *
   * @param folders none, one, or the ones before and after
   * @throws BadInputException when there are more, or one holds no finished evaluation
   */
  public static PastEvaluations read(List<Path> folders) {
    if (folders.size() > 2) {
      throw new BadInputException(
          "found %d folders; give one evaluation, or those before and after."
              .formatted(folders.size()));
    }
    return new PastEvaluations(
        folders.stream().findFirst().map(EvaluationResult::read),
        folders.stream().skip(1).findFirst().map(EvaluationResult::read),
        folders.isEmpty()
            ? Json.MAPPER.createObjectNode()
            : summary(folders.getFirst().resolve("summary.json")));
  }

  private static JsonNode summary(Path file) {
    try {
      return Json.MAPPER.readTree(file.toFile());
    } catch (IOException e) {
      throw new BadInputException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** What is known of a suite; the given assumptions where nothing was measured. */
  PastSuite suite(String name, Assumptions given) {
    Optional<SuiteResult> first = before.flatMap(result -> result.suite(name));
    if (first.isEmpty()) {
      return PastSuite.unknown(given);
    }
    SuiteResult past = first.get();
    int completions = past.records().size();
    Assumptions assumed =
        new Assumptions(
            RateEstimate.of(past, CONFIDENCE)
                .map(e -> smoothed(e.rate() * e.effective(), e.effective()))
                .orElse(given.rate()),
            discordant(past, after.flatMap(result -> result.suite(name)))
                .map(List::of)
                .orElse(given.discordants()),
            icc(past).orElse(given.icc()));
    return new PastSuite(
        assumed,
        completions == 0
            ? OptionalDouble.empty()
            : OptionalDouble.of((double) past.tokens() / completions),
        tokensPerSecond(name));
  }

  private OptionalDouble tokensPerSecond(String name) {
    for (JsonNode suite : summary.path("suites")) {
      double seconds = suite.path("seconds").asDouble();
      if (suite.path("suite").asText("").equals(name) && seconds > 0) {
        return OptionalDouble.of(suite.path("tokens").asDouble() / seconds);
      }
    }
    return OptionalDouble.empty();
  }

  /** The share of prompts that changed. */
  private static Optional<Double> discordant(SuiteResult first, Optional<SuiteResult> second) {
    if (second.isEmpty()) {
      return Optional.empty();
    }
    SuiteChange change = SuiteComparison.of(first, second.get(), CONFIDENCE).change();
    return switch (change) {
      case SuiteChange.Binary binary ->
          Optional.of(smoothed((double) binary.pairs().discordant(), (double) binary.pairs().n()));
      case SuiteChange.Means means ->
          Optional.of(
              smoothed(means.pairs().discordant() * means.decided(), (double) means.decided()));
      case SuiteChange.NothingDecided none -> Optional.empty();
    };
  }

  /** With one more of each kind: none seen is not none. */
  private static double smoothed(double count, double of) {
    return (count + 1) / (of + 2);
  }

  /** From the share of a single completion's variance that the prompts' means have. */
  private static Optional<Double> icc(SuiteResult all) {
    SuiteResult suite = all.counted();
    double samples = (double) suite.records().size() / Math.max(1, suite.byPrompt().size());
    boolean several = suite.byPrompt().values().stream().allMatch(PastEvaluations::several);
    if (!several) {
      return Optional.empty();
    }
    return RateEstimate.of(suite, CONFIDENCE)
        .map(
            rate -> {
              double share = suite.byPrompt().size() / rate.effective();
              return Math.clamp((samples * share - 1) / (samples - 1), 0.0, 1.0);
            });
  }

  private static boolean several(List<EvalRecord> records) {
    return records.size() > 1;
  }
}
