package dev.belay.core.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import dev.belay.core.json.JsonErrors;
import dev.belay.core.recipe.EvaluateSpec;
import dev.belay.core.run.AtomicFiles;
import dev.belay.core.stats.Interval;
import dev.belay.core.text.GivenPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a sweep's folder says of its grid, for whoever looks at it without the sweep's file.
 *
 * @param name of the sweep
 * @param recipe name of the recipe's file
 * @param confidence of pooled intervals: the cells' own if all have the same
 * @param margin the cells' own; empty if they differ
 * @param axes what is varied
 * @param cells by their indices
 */
public record SweepPlan(
    String name,
    String recipe,
    double confidence,
    OptionalDouble margin,
    List<PlannedAxis> axes,
    List<PlannedCell> cells) {

  /** Where it is, in the sweep's folder. */
  public static final String FILE = "sweep.plan.json";

  public SweepPlan {
    axes = List.copyOf(axes);
    cells = List.copyOf(cells);
  }

  /**
   * An axis without its place in a file.
   *
   * @param values their texts
   * @param seed whether results are pooled over it
   * @param settings of a named axis: by value, what it sets; else empty
   */
  public record PlannedAxis(
      String name, List<String> values, boolean seed, Map<String, Map<String, String>> settings) {}

  /**
   * A cell without its recipe.
   *
   * @param id names its folder
   * @param values by axis
   */
  public record PlannedCell(int index, String id, Map<String, String> values) {}

  /** The plan of a grid without faults. */
  public static SweepPlan of(Grid grid) {
    List<EvaluateSpec> measured =
        grid.cells().stream().map(cell -> cell.draft().recipe().evaluate()).toList();
    double[] confidences =
        measured.stream().mapToDouble(EvaluateSpec::confidence).distinct().toArray();
    double[] margins = measured.stream().mapToDouble(EvaluateSpec::margin).distinct().toArray();
    return new SweepPlan(
        grid.file().name(),
        String.valueOf(grid.file().recipe().getFileName()),
        confidences.length == 1 ? confidences[0] : Interval.DEFAULT_CONFIDENCE,
        margins.length == 1 ? OptionalDouble.of(margins[0]) : OptionalDouble.empty(),
        grid.file().axes().stream().map(SweepPlan::planned).toList(),
        grid.cells().stream()
            .map(cell -> new PlannedCell(cell.index(), cell.id(), cell.values()))
            .toList());
  }

  private static PlannedAxis planned(Axis axis) {
    Map<String, Map<String, String>> settings = new LinkedHashMap<>();
    if (axis.named()) {
      for (Axis.Value value : axis.values()) {
        Map<String, String> texts = new LinkedHashMap<>();
        value.settings().forEach((key, set) -> texts.put(key, ValueText.of(set)));
        settings.put(value.text(), texts);
      }
    }
    return new PlannedAxis(
        axis.name(),
        axis.values().stream().map(Axis.Value::text).toList(),
        axis.isSeed(),
        settings);
  }

  /**
   * Writes the plan into a folder, which is made if need be. A folder may get other cells, of which
   * those that are there already are kept; it never gets another sweep.
   *
   * @throws BadInputException when another sweep is there
   */
  public void write(Path folder) {
    Path file = folder.resolve(FILE);
    String text = Json.pretty(json()) + "\n";
    GivenPath.makeFolder(folder);
    try {
      if (Files.exists(file)) {
        SweepPlan there = read(folder);
        if (!there.name().equals(name)) {
          throw new BadInputException(
              "%s: holds the sweep '%s', not '%s'; choose another with --out DIR."
                  .formatted(folder, there.name(), name));
        }
        if (there.equals(this)) {
          return;
        }
      }
      // Cells that start together, on several machines, each have a file of their own to move.
      String own = CellClaim.thisHost() + "-" + ProcessHandle.current().pid();
      Path temporary = folder.resolve("." + FILE + "-" + own);
      AtomicFiles.write(temporary, text);
      AtomicFiles.move(temporary, file);
    } catch (IOException e) {
      throw new BadInputException(folder + ": cannot be written: " + e.getMessage(), e);
    }
  }

  private ObjectNode json() {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("name", name).put("recipe", recipe).put("confidence", confidence);
    margin.ifPresent(value -> node.put("margin", value));
    ArrayNode axisNodes = node.putArray("axes");
    axes.forEach(axis -> put(axisNodes.addObject(), axis));
    ArrayNode cellNodes = node.putArray("cells");
    for (PlannedCell cell : cells) {
      ObjectNode one = cellNodes.addObject().put("index", cell.index()).put("id", cell.id());
      one.set("values", Json.MAPPER.valueToTree(cell.values()));
    }
    return node;
  }

  /** The object of an axis, as {@code sweep.json} has it too. */
  public static void put(ObjectNode node, PlannedAxis axis) {
    node.put("axis", axis.name());
    axis.values().forEach(node.putArray("values")::add);
    node.put("seed", axis.seed());
    if (!axis.settings().isEmpty()) {
      node.set("settings", Json.MAPPER.valueToTree(axis.settings()));
    }
  }

  /**
   * Reads the plan of a sweep's folder.
   *
   * @throws BadInputException when it is none
   */
  public static SweepPlan read(Path folder) {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      throw new BadInputException(
          folder + ": is no folder of a sweep; give one that belay sweep SWEEP made.");
    }
    try {
      return of(Json.MAPPER.readTree(Files.readString(file)));
    } catch (JsonProcessingException e) {
      throw new BadInputException(file + ": not valid JSON: " + JsonErrors.words(e) + ".", e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static SweepPlan of(JsonNode node) {
    List<PlannedAxis> axes = new ArrayList<>();
    for (JsonNode axis : node.path("axes")) {
      List<String> values = new ArrayList<>();
      axis.path("values").forEach(value -> values.add(value.asText()));
      Map<String, Map<String, String>> settings = new LinkedHashMap<>();
      axis.path("settings")
          .properties()
          .forEach(entry -> settings.put(entry.getKey(), texts(entry.getValue())));
      axes.add(
          new PlannedAxis(
              axis.path("axis").asText(), values, axis.path("seed").asBoolean(), settings));
    }
    List<PlannedCell> cells = new ArrayList<>();
    for (JsonNode cell : node.path("cells")) {
      String id = cell.path("id").asText();
      if (!id.matches("[0-9a-f]{16}")) {
        throw new BadInputException(FILE + ": a cell has no id of 16 hexadecimal digits.");
      }
      cells.add(new PlannedCell(cell.path("index").asInt(), id, texts(cell.path("values"))));
    }
    return new SweepPlan(
        node.path("name").asText(),
        node.path("recipe").asText(),
        node.path("confidence").asDouble(Interval.DEFAULT_CONFIDENCE),
        node.has("margin")
            ? OptionalDouble.of(node.path("margin").asDouble())
            : OptionalDouble.empty(),
        axes,
        cells);
  }

  private static Map<String, String> texts(JsonNode node) {
    Map<String, String> texts = new LinkedHashMap<>();
    node.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
    return texts;
  }
}
