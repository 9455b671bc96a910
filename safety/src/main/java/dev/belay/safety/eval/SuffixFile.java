package dev.belay.safety.eval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.run.AtomicFiles;
import dev.belay.core.run.JsonLines;
import dev.belay.safety.attack.FoundSuffix;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * {@code SUITE.suffixes.jsonl}: the suffix found for each prompt, a line each in the order of the
 * prompts, so that a search that was cut off goes on with the next prompt.
 */
final class SuffixFile {
  private final Path file;

  SuffixFile(Path file) {
    this.file = file;
  }

  /** The suffixes found so far by the prompts' ids; half a last line is dropped from the file. */
  SequencedMap<String, FoundSuffix> read() {
    SequencedMap<String, FoundSuffix> found = new LinkedHashMap<>();
    StringBuilder whole = new StringBuilder();
    for (JsonNode line : JsonLines.readWhole(file)) {
      String where = file + ":" + (found.size() + 1);
      found.put(EvalRecordJson.text(line, "id", where), suffix(line, where));
      whole.append(line).append('\n');
    }
    if (Files.exists(file)) {
      AtomicFiles.write(file, whole.toString());
    }
    return found;
  }

  /** Adds a prompt's suffix. */
  void append(SuitePrompt prompt, String target, FoundSuffix found) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("id", prompt.id());
    line.put("target", target);
    line.put("suffix", found.text());
    ArrayNode ids = line.putArray("token_ids");
    found.tokenIds().forEach(ids::add);
    line.put("loss_before", found.lossBefore());
    line.put("loss", found.loss());
    line.put("reached_target", found.reachedTarget());
    line.put("steps", found.steps());
    line.put("candidates", found.candidates());
    line.put("forward_tokens", found.forwardTokens());
    JsonLines.append(file, line + "\n");
  }

  private static FoundSuffix suffix(JsonNode line, String where) {
    List<Integer> ids = new ArrayList<>();
    for (JsonNode id : EvalRecordJson.array(line, "token_ids", where)) {
      ids.add(EvalRecordJson.integer(id, "token_ids", where));
    }
    return new FoundSuffix(
        EvalRecordJson.text(line, "suffix", where),
        ids,
        number(line, "loss_before", where).doubleValue(),
        number(line, "loss", where).doubleValue(),
        line.path("reached_target").asBoolean(),
        number(line, "steps", where).intValue(),
        number(line, "candidates", where).longValue(),
        number(line, "forward_tokens", where).longValue());
  }

  private static JsonNode number(JsonNode line, String key, String where) {
    JsonNode value = line.path(key);
    if (!value.isNumber()) {
      throw new BadInputException("%s: %s must be a number".formatted(where, key));
    }
    return value;
  }

  /** A line of {@code timings.jsonl}; its key keeps it apart from the lines of batches. */
  static String timing(String suite, FoundSuffix found, double seconds) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("suite", suite);
    node.put("forward_tokens", found.forwardTokens());
    node.put("search_seconds", seconds);
    return node + "\n";
  }

  /** What a suite's search cost and gained, for the summary. */
  static ObjectNode summary(
      SequencedMap<String, FoundSuffix> byPrompt, String suite, List<JsonNode> timings) {
    Collection<FoundSuffix> found = byPrompt.values();
    double seconds =
        timings.stream()
            .filter(line -> line.path("suite").asText("").equals(suite))
            .mapToDouble(line -> line.path("search_seconds").asDouble())
            .sum();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("prompts", found.size());
    node.put("reached_target", found.stream().filter(FoundSuffix::reachedTarget).count());
    node.put(
        "loss_before", found.stream().mapToDouble(FoundSuffix::lossBefore).average().orElse(0));
    node.put("loss", found.stream().mapToDouble(FoundSuffix::loss).average().orElse(0));
    node.put("steps", found.stream().mapToLong(FoundSuffix::steps).sum());
    node.put("candidates", found.stream().mapToLong(FoundSuffix::candidates).sum());
    node.put("forward_tokens", found.stream().mapToLong(FoundSuffix::forwardTokens).sum());
    node.put("seconds", seconds);
    return node;
  }
}
