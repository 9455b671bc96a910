package dev.belay.core.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A setting of samplers that a request need not name, and that a server then chooses.
 *
 * @param name as files have it
 * @param spellings names of its field; servers ignore those of others, so that several may be taken
 * @param neutral values that change nothing, as one server or another wants them; the first stands
 *     for all
 */
record SamplerSetting(String name, List<String> spellings, List<JsonNode> neutral) {
  private static final JsonNode ZERO = new DoubleNode(0);

  /** Temperature and top-p are not among them: they are always sent. */
  static final List<SamplerSetting> ALL =
      List.of(
          new SamplerSetting(
              "repetition_penalty",
              List.of("repetition_penalty", "repeat_penalty"),
              List.of(new DoubleNode(1))),
          new SamplerSetting("top_k", List.of("top_k"), List.of(new IntNode(0), new IntNode(-1))),
          new SamplerSetting("min_p", List.of("min_p"), List.of(ZERO)),
          new SamplerSetting("presence_penalty", List.of("presence_penalty"), List.of(ZERO)),
          new SamplerSetting("frequency_penalty", List.of("frequency_penalty"), List.of(ZERO)));

  SamplerSetting {
    spellings = List.copyOf(spellings);
    neutral = List.copyOf(neutral);
  }

  /** Whether the fields name it, be it to leave it out. */
  boolean isIn(Map<String, JsonNode> fields) {
    return spellings.stream().anyMatch(fields::containsKey);
  }

  /** What the fields send for it, however a neutral value is written; empty when nothing. */
  Optional<JsonNode> valueIn(Map<String, JsonNode> fields) {
    Map<String, JsonNode> found = new LinkedHashMap<>();
    for (String spelling : spellings) {
      JsonNode value = fields.get(spelling);
      if (value != null && !value.isNull()) {
        found.put(spelling, isNeutral(value) ? neutral.getFirst() : value);
      }
    }
    List<JsonNode> distinct = found.values().stream().distinct().toList();
    if (distinct.size() <= 1) {
      return distinct.stream().findFirst();
    }
    ObjectNode each = JsonNodeFactory.instance.objectNode();
    found.forEach(each::set);
    return Optional.of(each);
  }

  private boolean isNeutral(JsonNode value) {
    return value.isNumber()
        && neutral.stream().anyMatch(one -> one.doubleValue() == value.doubleValue());
  }
}
