package dev.belay.train.pool;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.stats.CrossedMean;
import dev.belay.core.stats.CrossedPairs;
import dev.belay.core.stats.Interval;
import dev.belay.core.stats.MeanChange;
import dev.belay.core.stats.MeanDifference;
import dev.belay.safety.compare.NonInferiority;
import dev.belay.safety.eval.SuiteKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Pools as JSON has them; shares, not per cent.
 *
 * @param confidence of the intervals
 * @param margin that the runs have in common; empty if they differ
 */
public record PoolJson(double confidence, OptionalDouble margin) {

  /** Fills the object of a pool. */
  public void put(ObjectNode node, PoolTable table) {
    CrossedPairs pairs = table.pairs();
    CrossedMean change = pairs.change();
    SuiteKind kind = table.info().kind();
    Interval interval = pairs.interval(confidence);
    boolean ofSeeds = table.seeds().size() > 1;
    node.put("suite", table.info().name())
        .put("kind", kind.snakeCase())
        .put("metric", kind.metric())
        .put("higher_is_better", kind.higherIsBetter())
        .put("n", table.prompts().size())
        .put("left_out", table.leftOut())
        .put("seeds", table.seeds().size())
        .put("before", pairs.before())
        .put("after", pairs.after())
        .put("change", change.mean())
        .put("low", interval.low())
        .put("high", interval.high())
        .put("method", ofSeeds ? "prompts_and_seeds" : "prompts")
        .put("standard_error", change.standardError());
    if (margin.isPresent() && kind.isHeldToMargin()) {
      NonInferiority held =
          NonInferiority.of(interval, kind.higherIsBetter(), margin.getAsDouble());
      node.put("held", held.snakeCase());
    }
    ArrayNode bySeed = putSpread(node.putObject("spread"), table.seeds(), change.seedMeans());
    for (int s = 0; s < table.seeds().size(); s++) {
      ((ObjectNode) bySeed.get(s))
          .put("before", Arrays.stream(table.before()[s]).average().orElseThrow())
          .put("after", Arrays.stream(table.after()[s]).average().orElseThrow());
    }
  }

  private static ArrayNode putSpread(ObjectNode node, List<String> seeds, List<Double> changes) {
    double[] means = changes.stream().mapToDouble(Double::doubleValue).toArray();
    if (means.length > 1) {
      node.put("sd", CrossedMean.of(column(means)).spread());
    }
    node.put("least", Arrays.stream(means).min().orElseThrow());
    node.put("most", Arrays.stream(means).max().orElseThrow());
    ArrayNode bySeed = node.putArray("by_seed");
    for (int s = 0; s < means.length; s++) {
      bySeed.addObject().put("seed", seeds.get(s)).put("change", means[s]);
    }
    return bySeed;
  }

  /** Seeds as rows of one value each. */
  private static double[][] column(double[] means) {
    return Arrays.stream(means).mapToObj(mean -> new double[] {mean}).toArray(double[][]::new);
  }

  /**
   * Fills the object of the mean of several suites of one kind.
   *
   * @param name of the mean
   * @param tables at least one, of the same seeds
   */
  void putMean(ObjectNode node, String name, List<PoolTable> tables) {
    MeanChange mean = MeanChange.of(tables.stream().map(PoolTable::pairs).toList(), confidence);
    SuiteKind kind = tables.getFirst().info().kind();
    node.put("suite", name)
        .put("kind", kind.snakeCase())
        .put("metric", kind.metric())
        .put("suites", tables.size())
        .put("n", tables.stream().mapToInt(table -> table.prompts().size()).sum())
        .put("seeds", mean.seedMeans().size())
        .put("before", mean.before())
        .put("after", mean.after())
        .put("change", mean.change())
        .put("low", mean.interval().low())
        .put("high", mean.interval().high());
    margin.ifPresent(
        most ->
            node.put(
                "held",
                NonInferiority.of(mean.interval(), kind.higherIsBetter(), most).snakeCase()));
    List<String> seeds = tables.getFirst().seeds();
    putSpread(node.putObject("spread"), seeds, mean.seedMeans());
  }

  /** Adds how a pool differs from the first one of its table. */
  public void putAgainst(ObjectNode node, PoolTable table, PoolTable first) {
    table
        .against(first)
        .ifPresent(found -> putAgainst(node, found.mean(), found.intervalOfShares(confidence)));
  }

  /** Adds how the mean of suites differs from that of others; not where any has no other. */
  void putMeanAgainst(ObjectNode node, List<PoolTable> tables, Map<String, PoolTable> first) {
    List<CrossedMean> differences = new ArrayList<>();
    for (PoolTable table : tables) {
      Optional.ofNullable(first.get(table.info().name()))
          .flatMap(table::against)
          .ifPresent(differences::add);
    }
    boolean sameSeeds =
        differences.stream().map(one -> one.seedMeans().size()).distinct().count() == 1;
    if (differences.size() == tables.size() && sameSeeds) {
      MeanDifference mean = MeanDifference.of(differences, confidence);
      putAgainst(node, mean.change(), mean.interval());
    }
  }

  private static void putAgainst(ObjectNode node, double change, Interval interval) {
    node.putObject("against_first")
        .put("change", change)
        .put("low", interval.low())
        .put("high", interval.high());
  }
}
