package dev.belay.safety.eval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.stats.Interval;
import dev.belay.core.stats.Tally;
import dev.belay.safety.correction.CorrectedJson;
import dev.belay.safety.correction.MeasuredErrors;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** {@code summary.json}: the rates of every suite with their intervals, and what they cost. */
public final class EvaluationSummary {
  private static final double CONFIDENCE = 0.95;

  private EvaluationSummary() {}

  /**
   * The whole file.
   *
   * @param searches by suite what looking into the weights cost, for attacks that did
   */
  static String text(
      EvaluationResult result, List<JsonNode> timings, Map<String, ObjectNode> searches) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ArrayNode suites = node.putArray("suites");
    for (SuiteResult suite : result.suites()) {
      ObjectNode one = json(suite, timings);
      Optional.ofNullable(searches.get(suite.info().name()))
          .ifPresent(search -> one.set("search", search));
      suites.add(one);
    }
    return EvaluationManifest.text(node);
  }

  /** One suite: rate, interval, labels, undecided with their worst case. */
  public static ObjectNode json(SuiteResult suite) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("suite", suite.info().name());
    node.put("version", suite.info().version());
    node.put("kind", suite.info().kind().snakeCase());
    suite.info().judges().forEach(node.putArray("judges")::add);
    if (!suite.info().attack().isEmpty()) {
      node.put("attack", suite.info().attack());
    }
    if (suite.info().format() != null) {
      suite.info().format().put(node);
    }
    node.put("metric", suite.info().kind().metric());
    node.put("prompts", suite.byPrompt().size());
    node.put("completions", suite.records().size());
    putRate(node, suite.counted());
    ObjectNode labels = node.putObject("labels");
    suite.labels().forEach(labels::put);
    SuiteShares.put(node, suite);
    AttackSuccess.put(node, suite);
    Disagreements.put(node, suite);
    node.put("truncated", suite.truncated());
    node.put("queries", suite.records().size());
    node.put("prompt_tokens", suite.promptTokens());
    node.put("tokens", suite.tokens());
    return node;
  }

  private static ObjectNode json(SuiteResult suite, List<JsonNode> timings) {
    ObjectNode node = json(suite);
    double seconds =
        timings.stream()
            .filter(line -> line.path("suite").asText("").equals(suite.info().name()))
            .mapToDouble(line -> line.path("seconds").asDouble())
            .sum();
    node.put("seconds", seconds);
    return node;
  }

  private static void putRate(ObjectNode node, SuiteResult suite) {
    Tally tally = suite.tally();
    node.put("undecided", tally.undecided());
    node.put("decided", tally.yes() + tally.no());
    Optional<RateEstimate> estimate = RateEstimate.of(suite, CONFIDENCE);
    if (estimate.isPresent()) {
      node.put("rate", estimate.get().rate());
      put(node, estimate.get().interval());
      node.put("confidence", CONFIDENCE);
      node.put("effective_n", estimate.get().effective());
      estimate.get().exact().ifPresent(exact -> put(node.putObject("exact"), exact));
      if (suite.info().isCorrectable()) {
        MeasuredErrors.shipped(suite.info().judges().getFirst())
            .ifPresent(errors -> putCorrected(node, estimate.get(), errors));
      }
    }
    RateEstimate.filled(suite, 0).ifPresent(low -> node.put("worst_case_low", low));
    RateEstimate.filled(suite, 1).ifPresent(high -> node.put("worst_case_high", high));
  }

  /** The rate without the judge's errors, and whose errors these are. */
  private static void putCorrected(ObjectNode node, RateEstimate estimate, MeasuredErrors errors) {
    ObjectNode corrected = node.putObject("corrected");
    errors
        .rate(estimate.rate(), estimate.effective(), CONFIDENCE)
        .ifPresentOrElse(
            rate -> CorrectedJson.put(corrected, rate),
            () -> corrected.put("undefined", CorrectedJson.UNDEFINED));
    CorrectedJson.putErrors(corrected, errors);
  }

  private static void put(ObjectNode node, Interval interval) {
    node.put("low", interval.low());
    node.put("high", interval.high());
  }
}
