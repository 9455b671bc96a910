package dev.belay.report.read;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.report.data.Estimate;
import dev.belay.report.data.Figures;
import dev.belay.report.data.Origin;
import dev.belay.report.data.Sweep;
import dev.belay.report.data.Sweep.Ablation;
import dev.belay.report.data.Sweep.Row;
import dev.belay.safety.compare.NonInferiority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The folder of {@code belay sweep}, by its {@code sweep.json}. */
final class SweepReader {

  static final String FILE = "sweep.json";

  private SweepReader() {}

  static boolean fits(Path folder) {
    return Files.exists(folder.resolve(FILE));
  }

  static Sweep read(Path folder) {
    JsonNode root = Facts.file(folder.resolve(FILE));
    List<Ablation> ablations = new ArrayList<>();
    for (JsonNode ablation : root.path("ablations")) {
      List<Row> rows = new ArrayList<>();
      ablation
          .path("rows")
          .forEach(row -> rows.addAll(rows(row, Facts.text(row, "value").orElse("?"))));
      ablations.add(new Ablation(Facts.text(ablation, "axis").orElse("?"), rows));
    }
    List<Row> settings = new ArrayList<>();
    root.path("settings").forEach(one -> settings.addAll(rows(one, values(one.path("values")))));
    List<List<String>> cells = new ArrayList<>();
    root.path("cells").forEach(cell -> cells.add(cell(cell)));
    String name = Facts.text(root, "name").orElse(Folders.name(folder));
    return new Sweep(
        name,
        Facts.number(root, "margin"),
        counts(root.path("counts")),
        ablations,
        new Ablation("setting", settings),
        cells,
        Facts.texts(root.path("notes")),
        new Origin(
            folder.toString(),
            Map.of("recipe", Facts.text(root, "recipe").orElse("?")),
            Optional.empty(),
            List.of("belay sweep collect " + folder)));
  }

  private static String counts(JsonNode counts) {
    List<String> parts = new ArrayList<>();
    for (String state : List.of("done", "running", "waiting", "failed", "refused")) {
      if (counts.path(state).asInt() > 0) {
        parts.add(counts.path(state).asInt() + " " + state);
      }
    }
    return "%s cells: %s".formatted(counts.path("cells").asText("0"), String.join(", ", parts));
  }

  private static String values(JsonNode values) {
    List<String> parts = new ArrayList<>();
    values.properties().forEach(v -> parts.add(shortly(v.getKey()) + " " + v.getValue().asText()));
    return String.join(", ", parts);
  }

  private static String shortly(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }

  private static List<Row> rows(JsonNode pool, String value) {
    List<Row> rows = new ArrayList<>();
    for (JsonNode suite : pool.path("suites")) {
      Optional<Estimate> change = Facts.estimate(suite, "change");
      if (change.isEmpty() || Facts.kind(suite).isEmpty()) {
        continue;
      }
      List<Double> bySeed = new ArrayList<>();
      suite
          .path("spread")
          .path("by_seed")
          .forEach(seed -> Facts.number(seed, "change").ifPresent(bySeed::add));
      rows.add(
          new Row(
              value,
              Facts.text(suite, "suite").orElse("?"),
              Facts.kind(suite).get(),
              suite.path("n").asLong(),
              suite.path("seeds").asLong(),
              suite.path("before").asDouble(),
              suite.path("after").asDouble(),
              change.get(),
              bySeed,
              Facts.held(suite, "held"),
              Facts.estimate(suite.path("against_first"), "change")));
    }
    return rows;
  }

  private static List<String> cell(JsonNode cell) {
    return List.of(
        cell.path("index").asText("?"),
        values(cell.path("values")),
        Facts.text(cell, "state").orElse("?"),
        Facts.held(cell, "safety_held").map(NonInferiority::shortly).orElse("–"),
        Facts.number(cell, "seconds").isPresent()
            ? Figures.seconds(cell.path("seconds").asDouble())
            : "–",
        Facts.text(cell, "reason").orElse(""));
  }
}
