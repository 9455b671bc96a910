package dev.belay.train.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What the second measure of a run saw, look by look, for {@code result.json}. */
final class SecondMeasureLooks {

  private static final String ACCURACY = "second_accuracy";
  private static final String BEFORE = "_before";

  private SecondMeasureLooks() {}

  /**
   * The looks.
   *
   * @param metrics the lines of {@code metrics.jsonl}
   * @return a look each; empty for a run without a second measure
   */
  static ArrayNode of(List<JsonNode> metrics) {
    ArrayNode looks = JsonNodeFactory.instance.arrayNode();
    for (JsonNode line : metrics) {
      if (line.has(ACCURACY + BEFORE)) {
        add(looks, 0, line, BEFORE).put("alarm", false);
      }
      if (line.has(ACCURACY)) {
        add(looks, line.path("step").asLong(), line, "")
            .put("alarm", line.path("second_alarm").asDouble() > 0);
      }
    }
    return looks;
  }

  private static ObjectNode add(ArrayNode looks, long step, JsonNode line, String when) {
    return looks
        .addObject()
        .put("step", step)
        .put("accuracy", line.path(ACCURACY + when).asDouble())
        .put("undecided", line.path("second_undecided" + when).asLong());
  }
}
