package dev.belay.train.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What the second measure of a run saw, look by look, for {@code result.json}. */
final class SecondMeasureLooks {

  private static final String ACCURACY = "second_accuracy";

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
      if (line.has(ACCURACY)) {
        ObjectNode look = looks.addObject();
        look.put("step", line.path("step").asLong());
        look.put("accuracy", line.path(ACCURACY).asDouble());
        look.put("undecided", line.path("second_undecided").asLong());
        look.put("alarm", line.path("second_alarm").asDouble() > 0);
      }
    }
    return looks;
  }
}
