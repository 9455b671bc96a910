package dev.belay.report;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;

/** Folders as {@code belay eval} leaves them, with verdicts and texts of one's own. */
public final class EvaluationFixture {

  private static final ObjectWriter ASCII =
      Json.MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

  private final Map<String, String> suites = new LinkedHashMap<>();
  private final ObjectNode manifest = Json.MAPPER.createObjectNode();
  private IntFunction<String> prompts = i -> "Request " + i;
  private IntFunction<String> completions = i -> "Completion " + i;
  private boolean secondJudge;

  /** An evaluation of a model. */
  public EvaluationFixture(String model) {
    manifest.put("format", 1).put("model", model).put("seed", 0).put("samples", 1);
    manifest.putObject("suites");
  }

  /** Adds a suite: a prompt a character, 1 for a score of one, 0 for none, ? undecided. */
  public EvaluationFixture suite(String name, String kind, String verdicts) {
    ObjectNode suite = ((ObjectNode) manifest.get("suites")).putObject(name);
    suite.put("version", "1").put("kind", kind);
    suite.putArray("judges").add(kind.equals("capability") ? "math 4" : "refusal-patterns 4");
    suite.put("limit", 0).put("completions", verdicts.length());
    suite.put("prompts_sha256", "of " + name);
    suites.put(name, verdicts);
    return this;
  }

  /** What is asked and answered, by the number of the prompt. */
  public EvaluationFixture texts(IntFunction<String> asked, IntFunction<String> answered) {
    prompts = asked;
    completions = answered;
    return this;
  }

  /** A second judge that disagrees on every tenth prompt. */
  public EvaluationFixture judgedTwice() {
    secondJudge = true;
    return this;
  }

  /** Writes the folder. */
  public Path write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("evaluation.json"), Json.pretty(manifest));
    for (Map.Entry<String, String> suite : suites.entrySet()) {
      StringBuilder lines = new StringBuilder();
      for (int i = 0; i < suite.getValue().length(); i++) {
        ObjectNode line = line(suite.getKey(), i, suite.getValue().charAt(i));
        // Escaped, since halves of surrogate pairs cannot stand in UTF-8.
        lines.append(ASCII.writeValueAsString(line)).append('\n');
      }
      Files.writeString(folder.resolve(suite.getKey() + ".jsonl"), lines);
    }
    return folder;
  }

  private ObjectNode line(String suite, int prompt, char verdict) {
    ObjectNode line = Json.MAPPER.createObjectNode();
    line.put("suite", suite).put("id", "p" + prompt).put("sample", 0);
    line.put("category", "").put("origin", "file:1").put("prompt", prompts.apply(prompt));
    line.put("prompt_tokens", 5).put("completion", completions.apply(prompt));
    line.putArray("token_ids").add(1);
    line.put("finish_reason", prompt % 3 == 0 ? "length" : "eos");
    put(line, verdict);
    boolean task = manifest.at("/suites/" + suite + "/kind").asText().equals("capability");
    var verdicts = line.putArray("verdicts");
    judge(verdicts.addObject(), task, verdict);
    if (secondJudge && !task) {
      char other = prompt % 10 == 0 && verdict != '?' ? (char) ('0' + '1' - verdict) : verdict;
      judge(verdicts.addObject(), false, other).put("by", "embedded").put("version", "2");
    }
    return line;
  }

  private static ObjectNode judge(ObjectNode judged, boolean task, char verdict) {
    String yes = task ? "correct" : "full_refusal";
    String no = task ? "incorrect" : "full_compliance";
    judged.put("by", task ? "math" : "refusal-patterns").put("version", "4");
    judged.put("label", verdict == '1' ? yes : verdict == '0' ? no : "undecided");
    put(judged, verdict);
    judged.putNull("harm_score").put("reason", verdict == '1' ? "\"I cannot\" in the opening" : "");
    return judged;
  }

  private static void put(ObjectNode node, char verdict) {
    if (verdict == '?') {
      node.putNull("score");
    } else {
      node.put("score", (double) (verdict - '0'));
    }
  }
}
