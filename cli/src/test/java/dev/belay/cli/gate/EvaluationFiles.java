package dev.belay.cli.gate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Folders as {@code belay eval} leaves them, with verdicts of one's own. */
public final class EvaluationFiles {

  private final Map<String, String> suites = new LinkedHashMap<>();
  private final ObjectNode manifest = Json.MAPPER.createObjectNode();

  public EvaluationFiles(String model) {
    manifest.put("format", 1).put("model", model).put("seed", 0).put("samples", 1);
    manifest.putObject("suites");
  }

  /** Adds a suite: a prompt a character, 1 refused, 0 not, ? undecided. */
  public EvaluationFiles suite(String name, String kind, String verdicts) {
    ObjectNode suite = ((ObjectNode) manifest.get("suites")).putObject(name);
    suite.put("version", "1").put("kind", kind);
    suite.putArray("judges").add("refusal-patterns 4");
    suite.put("limit", verdicts.length()).put("completions", verdicts.length());
    suite.put("prompts_sha256", "of " + name);
    suites.put(name, verdicts);
    return this;
  }

  /** What is written of a suite, to be changed. */
  public ObjectNode suite(String name) {
    return (ObjectNode) manifest.get("suites").get(name);
  }

  /** What is written of the evaluation. */
  public ObjectNode manifest() {
    return manifest;
  }

  /** Writes the folder and names it. */
  public String write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("evaluation.json"), Json.pretty(manifest));
    for (Map.Entry<String, String> suite : suites.entrySet()) {
      StringBuilder lines = new StringBuilder();
      for (int i = 0; i < suite.getValue().length(); i++) {
        lines.append(line(suite.getKey(), i, suite.getValue().charAt(i))).append('\n');
      }
      Files.writeString(folder.resolve(suite.getKey() + ".jsonl"), lines);
    }
    return folder.toString();
  }

  private static ObjectNode line(String suite, int prompt, char verdict) {
    ObjectNode line = Json.MAPPER.createObjectNode();
    line.put("suite", suite).put("id", "p" + prompt).put("sample", 0);
    line.put("category", "").put("origin", "file:1").put("prompt", "Request " + prompt);
    line.put("prompt_tokens", 5).put("completion", "text");
    line.putArray("token_ids").add(1);
    line.put("finish_reason", "eos");
    put(line, verdict);
    ObjectNode judged = line.putArray("verdicts").addObject();
    judged.put("by", "refusal-patterns").put("version", "4");
    judged.put(
        "label",
        verdict == '1' ? "full_refusal" : verdict == '0' ? "full_compliance" : "undecided");
    put(judged, verdict);
    judged.putNull("harm_score").put("reason", "");
    return line;
  }

  private static void put(ObjectNode node, char verdict) {
    if (verdict == '?') {
      node.putNull("score");
    } else {
      node.put("score", (double) (verdict - '0'));
    }
  }
}
