package dev.belay.train.sweep;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.stats.CrossedMean;
import dev.belay.core.stats.CrossedPairs;
import dev.belay.core.stats.Interval;
import dev.belay.safety.compare.NonInferiority;
import dev.belay.safety.eval.SuiteKind;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Pools as {@code sweep.json} has them; shares, not per cent.
 *
 * @param confidence of the intervals
 * @param margin that the cells have in common; empty if they differ
 */
record PoolJson(double confidence, OptionalDouble margin) {

  /** Fills the object of a pool. */
  void put(ObjectNode node, PoolTable table) {
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
        .put("standard_error", change.standardError())
        .put("degrees_of_freedom", change.degrees());
    if (margin.isPresent() && kind.isHeldToMargin()) {
      NonInferiority held =
          NonInferiority.of(interval, kind.higherIsBetter(), margin.getAsDouble());
      node.put("held", held.snakeCase());
    }
    putSpread(node.putObject("spread"), table, change);
  }

  private static void putSpread(ObjectNode node, PoolTable table, CrossedMean change) {
    double[] means = change.seedMeans().stream().mapToDouble(Double::doubleValue).toArray();
    if (means.length > 1) {
      node.put("sd", change.spread());
    }
    node.put("least", Arrays.stream(means).min().orElseThrow());
    node.put("most", Arrays.stream(means).max().orElseThrow());
    ArrayNode bySeed = node.putArray("by_seed");
    for (int s = 0; s < means.length; s++) {
      bySeed
          .addObject()
          .put("seed", table.seeds().get(s))
          .put("before", Arrays.stream(table.before()[s]).average().orElseThrow())
          .put("after", Arrays.stream(table.after()[s]).average().orElseThrow())
          .put("change", means[s]);
    }
  }

  /** Adds how a pool differs from the first one of its table. */
  void putAgainst(ObjectNode node, PoolTable table, PoolTable first) {
    table
        .against(first, confidence)
        .ifPresent(
            difference ->
                node.putObject("against_first")
                    .put("change", difference.change())
                    .put("low", difference.interval().low())
                    .put("high", difference.interval().high()));
  }
}
