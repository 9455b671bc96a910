package dev.belay.train.monitor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.json.Json;
import dev.belay.core.run.AtomicFiles;
import dev.belay.core.run.JsonLines;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** A file of draws, one a line. */
final class DrawLog {

  private final Path file;

  DrawLog(Path file) {
    this.file = file;
  }

  /** Keeps the whole lines that are wanted; what follows is appended to those. */
  List<JsonNode> keep(Predicate<JsonNode> wanted) {
    List<JsonNode> kept = JsonLines.readWhole(file).stream().filter(wanted).toList();
    StringBuilder text = new StringBuilder();
    kept.forEach(line -> text.append(line).append('\n'));
    AtomicFiles.write(file, text.toString());
    return kept;
  }

  void append(List<ObjectNode> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line(line)).append('\n'));
    JsonLines.append(file, text.toString());
  }

  private static String line(ObjectNode line) {
    try {
      return Json.MAPPER.writeValueAsString(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values is always valid JSON", e);
    }
  }

  /** What every line says of a draw. */
  static void put(ObjectNode line, PairedDraw draw) {
    line.put("draw", draw.number());
    line.put("suite", draw.question().suite().info().name());
    line.put("prompt", draw.question().prompt().id());
    line.put("base", draw.base().label());
    line.put("policy", draw.policy().label());
    line.put("drop_low", draw.dropLow());
    line.put("drop_high", draw.dropHigh());
    line.put("completion", draw.completion());
  }
}
