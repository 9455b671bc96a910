package dev.belay.train.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.json.Json;
import dev.belay.core.run.AtomicFiles;
import dev.belay.core.sweep.Attempt;
import dev.belay.core.sweep.CellFolder;
import dev.belay.core.sweep.CellState;
import dev.belay.core.sweep.SweepPlan;
import dev.belay.safety.eval.SuiteKind;
import dev.belay.train.pool.RunScores;
import dev.belay.train.pool.UntilEnd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers what the cells of a sweep found into one file. Reads files alone, whoever runs cells. */
public final class SweepCollection {

  /** The file, in the sweep's folder. */
  public static final String FILE = "sweep.json";

  private static final int FORMAT = 1;
  private static final List<String> OF_A_SUITE =
      List.of("suite", "kind", "metric", "n", "before", "after", "change", "low", "high", "held");

  private SweepCollection() {}

  /**
   * Collects a sweep's folder, and writes the file.
   *
   * @return what was written
   * @throws dev.belay.core.error.BadInputException when it is no folder of a sweep
   */
  public static ObjectNode collect(Path folder, Instant now) {
    SweepPlan plan = SweepPlan.read(folder);
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("format", FORMAT).put("name", plan.name()).put("recipe", plan.recipe());
    node.put("confidence", plan.confidence());
    plan.margin().ifPresent(margin -> node.put("margin", margin));
    SweepCounts counts = SweepCounts.read(folder, plan, now);
    ObjectNode countNode = node.putObject("counts").put("cells", counts.cells());
    for (CellState state : CellState.values()) {
      countNode.put(state.word(), counts.count(state));
    }
    ArrayNode axes = node.putArray("axes");
    plan.axes().forEach(axis -> SweepPlan.put(axes.addObject(), axis));
    ArrayNode cells = node.putArray("cells");
    Map<Integer, RunScores> scores = new LinkedHashMap<>();
    Map<String, List<UntilEnd>> ends = new LinkedHashMap<>();
    for (SweepPlan.PlannedCell cell : plan.cells()) {
      CellFolder at = CellFolder.of(folder, cell.id());
      ObjectNode cellNode = cells.addObject();
      put(cellNode, cell, at, now);
      UntilEnd.of(cellNode)
          .ifPresent(
              end ->
                  ends.computeIfAbsent(SweepPools.setting(cell), _ -> new ArrayList<>()).add(end));
      if (at.isDone()) {
        RunScores.read(at.run()).ifPresent(found -> scores.put(cell.index(), found));
      }
    }
    SweepPools pools = new SweepPools(plan, scores);
    pools.settings(node.putArray("settings"));
    pools.ablations(node.putArray("ablations"));
    ArrayNode notes = node.putArray("notes");
    pools.notes().forEach(notes::add);
    ends.forEach(
        (setting, all) ->
            UntilEnd.note(setting.isEmpty() ? plan.name() : setting, all).ifPresent(notes::add));
    long done = counts.count(CellState.DONE);
    if (scores.size() < done) {
      notes.add(
          "%d of the cells that are done measured nothing before and after training."
              .formatted(done - scores.size()));
    }
    AtomicFiles.write(folder.resolve(FILE), Json.pretty(node) + "\n");
    return node;
  }

  private static void put(ObjectNode node, SweepPlan.PlannedCell cell, CellFolder at, Instant now) {
    CellState state = at.state(now);
    node.put("index", cell.index()).put("id", cell.id());
    node.put("folder", "cells/" + cell.id()).put("run", "cells/" + cell.id() + "/run");
    node.set("values", Json.MAPPER.valueToTree(cell.values()));
    node.put("state", state.word());
    List<Attempt> attempts = at.attempts();
    node.put("attempts", attempts.size());
    if (!attempts.isEmpty()) {
      node.put("exit", attempts.getLast().exit());
      if (state == CellState.FAILED || state == CellState.REFUSED) {
        node.put("reason", attempts.getLast().reason());
      }
      node.put("seconds", attempts.stream().mapToDouble(Attempt::seconds).sum());
    }
    ArrayNode suites = node.putArray("suites");
    if (state == CellState.DONE) {
      putResult(node, suites, at.result());
    }
  }

  private static void putResult(ObjectNode node, ArrayNode suites, Path file) {
    try {
      JsonNode result = Json.MAPPER.readTree(Files.readString(file));
      node.put("steps", result.path("steps").asLong());
      if (result.has("until")) {
        node.set("until", result.get("until"));
      }
      JsonNode comparison = result.path("comparison");
      if (comparison.has("safety_held")) {
        node.put("safety_held", comparison.path("safety_held").asText());
      }
      comparison.path("suites").forEach(suite -> putSuite(suites.addObject(), suite));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static void putSuite(ObjectNode node, JsonNode suite) {
    for (String field : OF_A_SUITE) {
      if (suite.has(field)) {
        node.set(field, suite.get(field));
      }
    }
    String kind = suite.path("kind").asText();
    Arrays.stream(SuiteKind.values())
        .filter(each -> each.snakeCase().equals(kind))
        .findFirst()
        .ifPresent(each -> node.put("higher_is_better", each.higherIsBetter()));
  }
}
