package dev.belay.session.drift;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import dev.belay.core.run.AtomicFiles;
import dev.belay.core.run.JsonLines;
import dev.belay.safety.drift.ScoredCompletion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Scored completions as JSON Lines, one a completion; the file is whole at every moment. */
final class ScoredFile {

  private final Path file;

  ScoredFile(Path file) {
    this.file = file;
  }

  void write(List<ScoredCompletion> completions) {
    StringBuilder text = new StringBuilder();
    completions.forEach(completion -> text.append(line(completion)).append('\n'));
    AtomicFiles.write(file, text.toString());
  }

  private static String line(ScoredCompletion completion) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("id", completion.prompt());
    line.put("sample", completion.sample());
    put(line.putArray("kl"), completion.kl());
    put(line.putArray("log_ratio"), completion.logRatio());
    try {
      return Json.MAPPER.writeValueAsString(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values is always valid JSON", e);
    }
  }

  private static void put(ArrayNode array, double[] values) {
    for (double value : values) {
      array.add(value);
    }
  }

  /** What was written; nothing when there is no file. */
  List<ScoredCompletion> read() {
    List<ScoredCompletion> completions = new ArrayList<>();
    for (JsonNode line : JsonLines.readWhole(file)) {
      if (!line.path("id").isTextual()
          || !line.path("sample").isInt()
          || !line.path("kl").isArray()
          || line.path("kl").size() != line.path("log_ratio").size()) {
        throw new BadInputException(
            "%s:%d: is no scored completion. Delete the file; it is made again."
                .formatted(file, completions.size() + 1));
      }
      completions.add(
          new ScoredCompletion(
              line.get("id").textValue(),
              line.get("sample").intValue(),
              numbers(line.get("kl")),
              numbers(line.get("log_ratio"))));
    }
    return completions;
  }

  private static double[] numbers(JsonNode array) {
    double[] numbers = new double[array.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = array.get(i).doubleValue();
    }
    return numbers;
  }
}
