package dev.belay.train.sweep;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.sweep.SweepPlan;
import dev.belay.train.pool.PoolJson;
import dev.belay.train.pool.PoolMeans;
import dev.belay.train.pool.PoolTable;
import dev.belay.train.pool.RunScores;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Pools cells over seeds: each combination of the other axes, and each value of each axis. */
final class SweepPools {

  private final SweepPlan plan;
  private final Map<Integer, RunScores> scores;
  private final PoolJson json;
  private final Set<String> notes = new LinkedHashSet<>();

  /**
   * Pools of what is there.
   *
   * @param scores of the cells that are done and measured before and after, by their indices
   */
  SweepPools(SweepPlan plan, Map<Integer, RunScores> scores) {
    this.plan = plan;
    this.scores = scores;
    this.json = new PoolJson(plan.confidence(), plan.margin());
  }

  /**
   * What was left out of a pool and why, once {@link #settings} and {@link #ablations} are made.
   */
  Set<String> notes() {
    return notes;
  }

  /** Every combination of the axes but the seed. */
  void settings(ArrayNode into) {
    Map<String, Map<String, String>> settings = new LinkedHashMap<>();
    plan.cells().forEach(cell -> settings.put(setting(cell), others(cell, "")));
    settings.forEach(
        (words, values) -> {
          ObjectNode node = into.addObject();
          ObjectNode valueNode = node.putObject("values");
          values.forEach(valueNode::put);
          put(node, words, cell -> setting(cell).equals(words), Map.of());
        });
  }

  /** A table for each axis but the seed, and but those of one value where another has more. */
  void ablations(ArrayNode into) {
    List<SweepPlan.PlannedAxis> axes = plan.axes().stream().filter(axis -> !axis.seed()).toList();
    boolean varies = axes.stream().anyMatch(axis -> axis.values().size() > 1);
    for (SweepPlan.PlannedAxis axis : axes) {
      if (varies && axis.values().size() == 1) {
        continue;
      }
      ObjectNode node = into.addObject().put("axis", axis.name());
      ArrayNode rows = node.putArray("rows");
      Map<String, PoolTable> first = Map.of();
      for (String value : axis.values()) {
        ObjectNode row = rows.addObject().put("value", value);
        Map<String, PoolTable> tables =
            put(
                row,
                axis.name() + "=" + value,
                cell -> value.equals(cell.values().get(axis.name())),
                first);
        first = first.isEmpty() ? tables : first;
      }
      noteOtherSettings(axis);
    }
  }

  /** Rows that rest on different values of other axes differ by more than their own axis. */
  private void noteOtherSettings(SweepPlan.PlannedAxis axis) {
    Set<Set<Map<String, String>>> distinct =
        axis.values().stream()
            .map(
                value ->
                    plan.cells().stream()
                        .filter(cell -> value.equals(cell.values().get(axis.name())))
                        .filter(cell -> scores.containsKey(cell.index()))
                        .map(cell -> others(cell, axis.name()))
                        .collect(Collectors.toSet()))
            .filter(settings -> !settings.isEmpty())
            .collect(Collectors.toSet());
    if (distinct.size() > 1) {
      notes.add(
          "%s: its rows rest on different values of the other axes, and differ by those too."
              .formatted(axis.name()));
    }
  }

  /** Fills a row; returns its tables by suite. */
  private Map<String, PoolTable> put(
      ObjectNode node,
      String words,
      Predicate<SweepPlan.PlannedCell> wanted,
      Map<String, PoolTable> first) {
    Map<String, List<PoolTable.Member>> bySuite = new LinkedHashMap<>();
    for (SweepPlan.PlannedCell cell : plan.cells()) {
      Optional.ofNullable(scores.get(cell.index()))
          .filter(any -> wanted.test(cell))
          .ifPresent(found -> found.suites().forEach((name, suite) -> join(bySuite, cell, suite)));
    }
    Map<String, PoolTable> tables = new LinkedHashMap<>();
    Set<Integer> pooled = new LinkedHashSet<>();
    ArrayNode cells = node.putArray("cells");
    ArrayNode means = node.putArray("means");
    ArrayNode suites = node.putArray("suites");
    bySuite.forEach(
        (name, members) ->
            table(words, name, members)
                .ifPresent(
                    table -> {
                      ObjectNode suite = suites.addObject();
                      json.put(suite, table);
                      Optional.ofNullable(first.get(name))
                          .ifPresent(other -> json.putAgainst(suite, table, other));
                      tables.put(name, table);
                      pooled.addAll(table.runs());
                    }));
    PoolMeans.put(means, json, tables.values(), first);
    pooled.stream().sorted().forEach(cells::add);
    return tables;
  }

  private static void join(
      Map<String, List<PoolTable.Member>> bySuite,
      SweepPlan.PlannedCell cell,
      RunScores.Suite suite) {
    bySuite
        .computeIfAbsent(suite.info().name(), any -> new ArrayList<>())
        .add(
            new PoolTable.Member(
                cell.index(), cell.values().getOrDefault("seed", ""), setting(cell), suite));
  }

  private Optional<PoolTable> table(String words, String suite, List<PoolTable.Member> members) {
    if (members.stream().map(one -> one.suite().kindOfMeasurement()).distinct().count() > 1) {
      notes.add(words + ": " + suite + " was not measured alike in all cells, and is not pooled.");
      return Optional.empty();
    }
    Optional<PoolTable> table = PoolTable.of(members);
    if (table.isEmpty()) {
      notes.add(words + ": " + suite + " has no seed and prompt that all cells share.");
    } else if (table.get().runs().size() < members.size()) {
      notes.add(
          "%s: %s: %d of %d cells have seeds that others lack, and are left out."
              .formatted(words, suite, members.size() - table.get().runs().size(), members.size()));
    }
    return table;
  }

  /** What a cell is beside its seed, in words; empty where nothing else varies. */
  static String setting(SweepPlan.PlannedCell cell) {
    return others(cell, "").entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  /** The cell's values but the seed and one axis. */
  private static Map<String, String> others(SweepPlan.PlannedCell cell, String axis) {
    Map<String, String> others = new LinkedHashMap<>(cell.values());
    others.keySet().removeAll(Set.of("seed", axis));
    return others;
  }
}
