package dev.belay.train.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.json.Json;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the model before training did with questions that were asked of it greedily: always the
 * same, so that each is asked once.
 */
final class BaseVerdicts {

  private final SortedMap<Integer, ProbeVerdict> known = new TreeMap<>();

  @Nullable ProbeVerdict find(int question) {
    return known.get(question);
  }

  void put(int question, ProbeVerdict verdict) {
    known.put(question, verdict);
  }

  /** All of them, for {@link #read}. */
  ArrayNode json() {
    ArrayNode all = Json.MAPPER.createArrayNode();
    known.forEach(
        (question, verdict) -> {
          ObjectNode one = all.addObject();
          one.put("question", question);
          one.put("label", verdict.label());
          verdict.safety().ifPresent(safety -> one.put("safety", safety));
          one.put("tokens", verdict.tokens());
        });
    return all;
  }

  /** Knows what {@link #json} gave, and nothing else. */
  void read(JsonNode all) {
    known.clear();
    for (JsonNode one : all) {
      OptionalDouble safety =
          one.has("safety")
              ? OptionalDouble.of(one.get("safety").doubleValue())
              : OptionalDouble.empty();
      known.put(
          one.get("question").intValue(),
          new ProbeVerdict(one.get("label").asText(), safety, one.get("tokens").intValue()));
    }
  }
}
