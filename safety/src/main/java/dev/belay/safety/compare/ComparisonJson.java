package dev.belay.safety.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.stats.Interval;
import dev.belay.core.stats.PairedOutcomes;
import dev.belay.safety.correction.Corrected;
import dev.belay.safety.correction.CorrectedJson;
import dev.belay.safety.correction.MeasuredErrors;
import java.util.Optional;

/** A comparison as JSON, for {@code result.json}. Rates and changes are shares, not per cent. */
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

  private static ObjectNode write(Comparison comparison, SuiteComparison suite) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("suite", suite.info().name());
    node.put("version", suite.info().version());
    node.put("kind", suite.info().kind().snakeCase());
    node.put("metric", suite.info().kind().metric());
    suite.info().judges().forEach(node.putArray("judges")::add);
    node.put("prompts", suite.prompts());
    node.put("n", suite.change().decided());
    switch (suite.change()) {
      case SuiteChange.Measured measured -> put(node, measured);
      case SuiteChange.NothingDecided none -> {}
    }
    put(node, suite.change().undecided());
    comparison.holm(suite).ifPresent(p -> node.put("p_holm", p));
    ExactLimits.of(suite).ifPresent(exact -> put(node.putObject("exact"), comparison, exact));
    suite.errors().ifPresent(errors -> putCorrected(node, comparison, suite));
    node.put("held", comparison.verdict(suite).snakeCase());
    node.put("sentence", ComparisonTable.sentence(suite));
    return node;
  }

  static void put(ObjectNode node, SuiteChange.Undecided undecided) {
    node.put("undecided_before", undecided.before());
    node.put("undecided_after", undecided.after());
    node.put("worst_case_low", undecided.lowestChange());
    node.put("worst_case_high", undecided.highestChange());
    put(node.putObject("worst_case_before"), undecided.rateBefore());
    put(node.putObject("worst_case_after"), undecided.rateAfter());
  }

  static void put(ObjectNode node, SuiteChange.Measured measured) {
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
      case SuiteChange.Graded graded -> {
        put(intervals.putObject("clustered_tango"), graded.interval());
        node.put("p_score", graded.pValue());
        node.put("effective_n", graded.effective());
      }
      case SuiteChange.Pooled pooled -> {
        put(intervals.putObject("scaled_tango"), pooled.interval());
        node.put("p_sign_flip", pooled.pValue());
        node.put("effective_n", pooled.effective());
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
