package dev.belay.safety.eval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.stats.Interval;
import dev.belay.safety.correction.CorrectedJson;
import dev.belay.safety.correction.MeasuredErrors;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** {@code summary.json}: the rates of every suite with their intervals, and what they cost. */
public final class EvaluationSummary {
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

  private static ObjectNode json(SuiteResult suite, List<JsonNode> timings) {
    ObjectNode node = json(suite);
    CapabilityFigures.of(suite)
        .ifPresent(figures -> CapabilityJson.put(node.putObject("capability"), figures));
    putUnanswered(node, UnansweredPrompts.of(suite.records()));
    double seconds =
        timings.stream()
            .filter(line -> line.path("suite").asText("").equals(suite.info().name()))
            .mapToDouble(line -> line.path("seconds").asDouble())
            .sum();
    node.put("seconds", seconds);
    return node;
  }

  private static void putUnanswered(ObjectNode node, List<EvalRecord> records) {
    if (records.isEmpty()) {
      return;
    }
    ArrayNode list = node.put("unanswered", records.size()).putArray("unanswered_prompts");
    for (EvalRecord record : records) {
      ObjectNode one = list.addObject();
      one.put("id", record.prompt().id()).put("sample", record.sample());
      one.put("reason", UnansweredPrompts.reason(record).orElse(""));
    }
  }

  /** One suite: rate, interval, labels, undecided with their worst case. */
  public static ObjectNode json(SuiteResult suite) {
    return json(SuiteSummary.of(suite));
  }

  private static ObjectNode json(SuiteSummary suite) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    put(node, suite.info());
    node.put("metric", suite.info().kind().metric());
    node.put("prompts", suite.prompts());
    node.put("completions", suite.completions());
    putRate(node, suite);
    ObjectNode labels = node.putObject("labels");
    suite.labels().forEach(labels::put);
    suite.shares().ifPresent(shares -> put(node, shares));
    suite.attack().ifPresent(success -> put(node, success));
    suite.disagreements().ifPresent(of -> put(node.putObject("disagreements"), of));
    node.put("truncated", suite.truncated());
    node.put("queries", suite.completions());
    node.put("prompt_tokens", suite.promptTokens());
    node.put("tokens", suite.tokens());
    return node;
  }

  private static void put(ObjectNode node, SuiteInfo info) {
    node.put("suite", info.name());
    node.put("version", info.version());
    node.put("kind", info.kind().snakeCase());
    info.judges().forEach(node.putArray("judges")::add);
    info.attack().ifPresent(attack -> node.put("attack", attack.label()));
    if (info.format() != null) {
      info.format().put(node);
    }
  }

  private static void putRate(ObjectNode node, SuiteSummary suite) {
    node.put("undecided", suite.tally().undecided());
    node.put("decided", suite.tally().yes() + suite.tally().no());
    suite
        .rate()
        .ifPresent(
            estimate -> {
              node.put("rate", estimate.rate());
              put(node, estimate.interval());
              node.put("confidence", SuiteSummary.CONFIDENCE);
              node.put("effective_n", estimate.effective());
              estimate.exact().ifPresent(exact -> put(node.putObject("exact"), exact));
            });
    suite.errors().ifPresent(errors -> putCorrected(node.putObject("corrected"), suite, errors));
    put(node, "worst_case_low", suite.lowestRate());
    put(node, "worst_case_high", suite.highestRate());
  }

  /** The rate without the judge's errors, and whose errors these are. */
  private static void putCorrected(ObjectNode node, SuiteSummary suite, MeasuredErrors errors) {
    suite
        .corrected()
        .ifPresentOrElse(
            rate -> CorrectedJson.put(node, rate),
            () -> node.put("undefined", CorrectedJson.UNDEFINED));
    CorrectedJson.putErrors(node, errors);
  }

  private static void put(ObjectNode node, SuiteShares shares) {
    put(node, "refused_share", shares.refused());
    put(node, "complied_share", shares.complied());
    node.put("undecided_share", shares.undecided());
    node.put("incoherent_share", shares.incoherent());
    put(node, "harmful_share", shares.harmful());
    node.put("truncated_share", shares.truncated());
  }

  private static void put(ObjectNode node, AttackSuccess success) {
    put(node, "attack_success_rate", success.rate());
    put(node, "attack_success_low", success.low());
    put(node, "attack_success_high", success.high());
    if (!success.byQueries().isEmpty()) {
      ObjectNode curve = node.putObject("success_by_queries");
      success.byQueries().forEach((queries, share) -> curve.put(queries.toString(), share));
    }
    if (!success.byQuery().isEmpty()) {
      ObjectNode shares = node.putObject("complied_by_query");
      success.byQuery().forEach(shares::put);
    }
  }

  private static void put(ObjectNode node, Disagreements disagreements) {
    node.put("count", disagreements.records().size());
    ArrayNode list = node.putArray("completions");
    for (EvalRecord record : disagreements.records()) {
      ObjectNode one = list.addObject();
      one.put("id", record.prompt().id()).put("sample", record.sample());
      ObjectNode labels = one.putObject("labels");
      record.verdicts().forEach(verdict -> labels.put(verdict.by(), verdict.label()));
    }
  }

  private static void put(ObjectNode node, String key, OptionalDouble value) {
    value.ifPresent(known -> node.put(key, known));
  }

  private static void put(ObjectNode node, Interval interval) {
    node.put("low", interval.low());
    node.put("high", interval.high());
  }
}
