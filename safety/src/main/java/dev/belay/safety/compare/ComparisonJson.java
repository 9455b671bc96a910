package dev.belay.safety.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.stats.Interval;
import dev.belay.core.stats.McNemarExact;
import dev.belay.core.stats.PairedOutcomes;
import dev.belay.safety.correction.Corrected;
import dev.belay.safety.correction.CorrectedJson;
import dev.belay.safety.correction.MeasuredErrors;
import java.util.List;
import java.util.Optional;

/** Comparisons as JSON, for {@code result.json}. Rates and changes are shares, not per cent. */
public final class ComparisonJson {
  private ComparisonJson() {}

  /** The whole comparison. */
  public static ObjectNode write(Comparison comparison) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("margin", comparison.margin());
    node.put("confidence", comparison.confidence());
    comparison.safetyVerdict().ifPresent(v -> node.put("safety_held", v.snakeCase()));
    ArrayNode suites = node.putArray("suites");
    comparison.suites().forEach(suite -> suites.add(write(comparison, suite)));
    return node;
  }

  /** The parts: categories of every benchmark, or attacks, benchmarks and all of them. */
  public static ObjectNode write(Breakdown breakdown) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("confidence", breakdown.confidence());
    node.put("fewest_prompts", McNemarExact.fewestPairs(1 - breakdown.confidence()));
    if (breakdown.by() == RowKey.CATEGORY) {
      ArrayNode benchmarks = node.putArray("benchmarks");
      breakdown.tables().forEach(table -> putCategories(benchmarks.addObject(), table));
      breakdown.without().forEach(node.putArray("without_categories")::add);
    } else {
      putPools(node.putArray("pools"), breakdown.tables());
    }
    return node;
  }

  private static void putCategories(ObjectNode node, ChangeTable table) {
    node.put("benchmark", table.benchmark());
    putKind(node, table);
    ArrayNode attacks = node.putArray("attacks");
    for (ChangeGroup group : table.groups()) {
      ObjectNode attack = attacks.addObject().put("attack", group.name());
      put(attack.putArray("categories"), table.key(), group);
    }
    table.all().ifPresent(group -> put(node.putArray("all_attacks"), table.key(), group));
  }

  /** The tables by attack and by benchmark that are over the same suites are one pool. */
  private static void putPools(ArrayNode pools, List<ChangeTable> tables) {
    for (ChangeTable table : tables) {
      boolean opens = table.key() == RowKey.ATTACK;
      ObjectNode pool = opens ? pools.addObject() : (ObjectNode) pools.get(pools.size() - 1);
      if (opens) {
        putKind(pool, table);
        pool.put("judge", table.judge());
      }
      ArrayNode rows = pool.putArray(table.key().word() + "s");
      table.groups().forEach(group -> put(rows, table.key(), group));
      if (!opens) {
        table.all().ifPresent(all -> pool.set("all", write(all.rows().getFirst())));
      }
    }
  }

  private static void putKind(ObjectNode node, ChangeTable table) {
    node.put("kind", table.kind().snakeCase());
    node.put("metric", table.kind().metric());
  }

  private static void put(ArrayNode into, RowKey key, ChangeGroup group) {
    for (ChangeRow row : group.rows()) {
      ObjectNode node = into.addObject().put(key.word(), row.name());
      node.setAll(write(row));
    }
  }

  private static ObjectNode write(ChangeRow row) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("suites", row.suites());
    node.put("prompts", row.asked());
    node.put("requests", row.requests());
    put(node, row.change());
    if (row.told().isEmpty()) {
      node.remove(List.of("low", "high", "intervals", "p_mcnemar", "p_score", "p_sign_flip"));
    }
    node.put("too_few", row.told().isEmpty());
    row.holm().ifPresent(p -> node.put("p_holm", p));
    put(node, row.change().undecided());
    return node;
  }

  private static ObjectNode write(Comparison comparison, SuiteComparison suite) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("suite", suite.info().name());
    node.put("version", suite.info().version());
    node.put("kind", suite.info().kind().snakeCase());
    node.put("metric", suite.info().kind().metric());
    suite.info().judges().forEach(node.putArray("judges")::add);
    node.put("prompts", suite.prompts());
    put(node, suite.change());
    put(node, suite.change().undecided());
    comparison.holm(suite).ifPresent(p -> node.put("p_holm", p));
    ExactLimits.of(suite).ifPresent(exact -> put(node.putObject("exact"), comparison, exact));
    suite.errors().ifPresent(errors -> putCorrected(node, comparison, suite));
    node.put("held", comparison.verdict(suite).snakeCase());
    comparison.emptiness(suite).ifPresent(sentence -> node.put("held_says_nothing", sentence));
    node.put("sentence", ComparisonTable.sentence(suite));
    return node;
  }

  private static void put(ObjectNode node, SuiteChange change) {
    node.put("n", change.decided());
    if (change instanceof SuiteChange.Measured measured) {
      put(node, measured);
    }
  }

  private static void put(ObjectNode node, SuiteChange.Undecided undecided) {
    node.put("undecided_before", undecided.before());
    node.put("undecided_after", undecided.after());
    node.put("worst_case_low", undecided.lowestChange());
    node.put("worst_case_high", undecided.highestChange());
    put(node.putObject("worst_case_before"), undecided.rateBefore());
    put(node.putObject("worst_case_after"), undecided.rateAfter());
  }

  private static void put(ObjectNode node, SuiteChange.Measured measured) {
    node.put("before", measured.before());
    node.put("after", measured.after());
    node.put("change", measured.change());
    put(node, measured.interval());
    ObjectNode intervals = node.putObject("intervals");
    switch (measured) {
      case SuiteChange.Binary binary -> {
        put(intervals.putObject("tango"), binary.interval());
        put(intervals.putObject("newcombe"), binary.newcombe());
        node.put("p_mcnemar", binary.pValue());
        PairedOutcomes pairs = binary.pairs();
        node.put("both", pairs.bothTrue());
        node.put("only_before", pairs.onlyBefore());
        node.put("only_after", pairs.onlyAfter());
        node.put("neither", pairs.neither());
      }
      case SuiteChange.Means means -> {
        boolean score = means.test() == SuiteChange.Test.SCORE;
        put(intervals.putObject(score ? "clustered_tango" : "scaled_tango"), means.interval());
        node.put(score ? "p_score" : "p_sign_flip", means.pValue());
        node.put("effective_n", means.effective());
      }
    }
  }

  private static void put(ObjectNode node, Comparison comparison, ExactLimits exact) {
    node.put("confidence", ExactLimits.oneSided(comparison.confidence()));
    node.put("failing_after", exact.failing());
    node.put("failing_after_worst_case", exact.failingWorstCase());
    node.put("worsening", exact.worsening());
    node.put("worsening_worst_case", exact.worseningWorstCase());
    node.put("net_worsening", exact.netWorsening());
    node.put("certified", exact.worsening() < comparison.margin());
  }

  private static void putCorrected(ObjectNode node, Comparison comparison, SuiteComparison suite) {
    ObjectNode corrected = node.putObject("corrected");
    MeasuredErrors errors = suite.errors().orElseThrow();
    if (!errors.defined()) {
      corrected.put("undefined", CorrectedJson.UNDEFINED);
    }
    put(corrected, "before", suite.correctedRate(false));
    put(corrected, "after", suite.correctedRate(true));
    put(corrected, "change", suite.correctedChange());
    comparison
        .correctedVerdict(suite)
        .ifPresent(verdict -> corrected.put("held", verdict.snakeCase()));
    CorrectedJson.putErrors(corrected, errors);
  }

  private static void put(ObjectNode node, String name, Optional<Corrected> corrected) {
    corrected.ifPresent(value -> CorrectedJson.put(node.putObject(name), value));
  }

  private static void put(ObjectNode node, SuiteChange.Bounds bounds) {
    node.put("low", bounds.low());
    node.put("high", bounds.high());
  }

  private static void put(ObjectNode node, Interval interval) {
    node.put("low", interval.low());
    node.put("high", interval.high());
  }
}
