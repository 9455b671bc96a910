package dev.belay.safety.eval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.model.FinishReason;
import dev.belay.safety.judge.Incoherence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The line of a suite's file that holds an {@link EvalRecord}, and back. */
public final class EvalRecordJson {
  private EvalRecordJson() {}

  /** The record as a JSON object; equal records give equal text. */
  public static ObjectNode write(EvalRecord record) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("suite", record.suite());
    line.put("id", record.prompt().id());
    line.put("sample", record.sample());
    line.put("category", record.prompt().category());
    line.put("origin", record.prompt().origin());
    line.put("prompt", record.prompt().prompt());
    if (!record.prompt().turn().equals(record.prompt().prompt())) {
      line.put("turn", record.prompt().turn());
    }
    if (!record.prompt().target().isEmpty()) {
      line.put("target", record.prompt().target());
    }
    AskedJson.put(line, record.prompt(), record.asked());
    if (!record.reasoning().isEmpty()) {
      line.put("reasoning", record.reasoning());
    }
    line.put("completion", record.completion());
    ArrayNode ids = line.putArray("token_ids");
    record.tokenIds().forEach(ids::add);
    if (record.tokens() != record.tokenIds().size()) {
      line.put("completion_tokens", record.tokens());
    }
    line.put("finish_reason", record.finishReason().snakeCase());
    putOptional(line, "score", record.score());
    ArrayNode verdicts = line.putArray("verdicts");
    record.verdicts().forEach(verdict -> verdicts.add(write(verdict)));
    return line;
  }

  private static ObjectNode write(ScoredVerdict verdict) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("by", verdict.by());
    node.put("version", verdict.version());
    node.put("label", verdict.label());
    putOptional(node, "score", verdict.score());
    putOptional(node, "harm_score", verdict.harmScore());
    node.put("reason", verdict.reason());
    if (verdict.whole()) {
      node.put("whole", true);
    }
    return node;
  }

  private static void putOptional(ObjectNode node, String key, OptionalDouble value) {
    if (value.isPresent()) {
      node.put(key, value.getAsDouble());
    } else {
      node.putNull(key);
    }
  }

  /**
   * Reads a line.
   *
   * @param where file and line, for errors
   * @throws BadInputException when a field is missing or of the wrong type
   */
  public static EvalRecord read(JsonNode line, String where) {
    String id = text(line, "id", where);
    String request = text(line, "prompt", where);
    SuitePrompt prompt =
        new SuitePrompt(
            id,
            request,
            text(line, "category", where),
            text(line, "origin", where),
            line.has("turn") ? text(line, "turn", where) : request,
            line.has("target") ? text(line, "target", where) : "");
    List<Integer> ids = ids(line, where);
    JsonNode tokens = line.get("completion_tokens");
    return new EvalRecord(
        text(line, "suite", where),
        prompt,
        integer(line.get("sample"), "sample", where),
        AskedJson.read(line, prompt, where),
        text(line, "completion", where),
        line.has("reasoning") ? text(line, "reasoning", where) : "",
        ids,
        tokens == null ? ids.size() : integer(tokens, "completion_tokens", where),
        finishReason(text(line, "finish_reason", where), where),
        verdicts(line, where));
  }

  private static List<Integer> ids(JsonNode line, String where) {
    List<Integer> ids = new ArrayList<>();
    for (JsonNode id : array(line, "token_ids", where)) {
      ids.add(integer(id, "token_ids", where));
    }
    return ids;
  }

  private static List<ScoredVerdict> verdicts(JsonNode line, String where) {
    List<ScoredVerdict> verdicts = new ArrayList<>();
    for (JsonNode node : array(line, "verdicts", where)) {
      OptionalDouble score = share(node, "score", where);
      String reason = text(node, "reason", where);
      verdicts.add(
          new ScoredVerdict(
              text(node, "by", where),
              text(node, "version", where),
              text(node, "label", where),
              score,
              share(node, "harm_score", where),
              reason,
              score.isEmpty() ? Incoherence.ofReason(reason) : Optional.empty(),
              node.path("whole").asBoolean()));
    }
    if (verdicts.isEmpty()) {
      throw wrong("verdicts", "at least one verdict", where);
    }
    return verdicts;
  }

  private static FinishReason finishReason(String text, String where) {
    try {
      return FinishReason.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new BadInputException(
          where + ": finish_reason is \"" + text + "\"; it is eos, stop or length", e);
    }
  }

  static JsonNode array(JsonNode node, String key, String where) {
    JsonNode value = node.get(key);
    if (value == null || !value.isArray()) {
      throw wrong(key, "a list", where);
    }
    return value;
  }

  static String text(JsonNode node, String key, String where) {
    JsonNode value = node.get(key);
    if (value == null || !value.isTextual()) {
      throw wrong(key, "text", where);
    }
    return value.textValue();
  }

  static int integer(@Nullable JsonNode value, String key, String where) {
    if (value == null || !value.canConvertToInt() || !value.isIntegralNumber()) {
      throw wrong(key, "a whole number", where);
    }
    return value.intValue();
  }

  private static OptionalDouble share(JsonNode node, String key, String where) {
    JsonNode value = node.get(key);
    if (value == null || value.isNull()) {
      return OptionalDouble.empty();
    }
    if (!value.isNumber() || !(value.doubleValue() >= 0 && value.doubleValue() <= 1)) {
      throw wrong(key, "a number from 0 to 1, or null", where);
    }
    return OptionalDouble.of(value.doubleValue());
  }

  static BadInputException wrong(String key, String wanted, String where) {
    return new BadInputException("%s: %s must be %s".formatted(where, key, wanted));
  }
}
