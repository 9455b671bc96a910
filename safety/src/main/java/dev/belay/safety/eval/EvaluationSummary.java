package dev.belay.safety.eval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.stats.ClusteredMean;
import dev.belay.core.stats.Interval;
import dev.belay.core.stats.Rate;
import dev.belay.core.stats.Tally;
import java.util.List;
import java.util.OptionalDouble;

/** {@code summary.json}: the rates of every suite with their intervals, and what they cost. */
public final class EvaluationSummary {
  private static final double CONFIDENCE = 0.95;

  private EvaluationSummary() {}

  static String text(EvaluationResult result, List<JsonNode> timings) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ArrayNode suites = node.putArray("suites");
    result.suites().forEach(suite -> suites.add(json(suite, timings)));
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
    SuiteResult counted = suite.counted();
    if (counted.isBinary()) {
      putRate(node, counted.tally());
    } else {
      putMean(node, counted);
    }
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

  private static void putRate(ObjectNode node, Tally tally) {
    node.put("undecided", tally.undecided());
    node.put("decided", tally.yes() + tally.no());
    tally
        .decidedRate()
        .ifPresent(
            rate -> {
              node.put("rate", rate.value());
              put(node, rate.wilson(CONFIDENCE));
            });
    tally.lowestRate().map(Rate::value).ifPresent(low -> node.put("worst_case_low", low));
    tally.highestRate().map(Rate::value).ifPresent(high -> node.put("worst_case_high", high));
  }

  private static void putMean(ObjectNode node, SuiteResult suite) {
    List<double[]> clusters =
        suite.byPrompt().values().stream()
            .map(EvaluationSummary::scores)
            .filter(scores -> scores.length > 0)
            .toList();
    node.put("undecided", suite.tally().undecided());
    node.put("decided", clusters.stream().mapToLong(scores -> scores.length).sum());
    if (clusters.size() >= 2) {
      ClusteredMean mean = ClusteredMean.of(clusters);
      node.put("rate", mean.promptMean());
      put(node, mean.promptInterval(CONFIDENCE));
    }
  }

  private static double[] scores(List<EvalRecord> records) {
    return records.stream()
        .map(EvalRecord::score)
        .filter(OptionalDouble::isPresent)
        .mapToDouble(OptionalDouble::getAsDouble)
        .toArray();
  }

  private static void put(ObjectNode node, Interval interval) {
    node.put("low", interval.low());
    node.put("high", interval.high());
    node.put("confidence", interval.confidence());
  }
}
