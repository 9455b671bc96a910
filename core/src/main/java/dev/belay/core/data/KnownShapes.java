package dev.belay.core.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.error.BadInputException;
import java.util.stream.Stream;

/**
 * Records of public formats that cannot be taken for anything else, by Belay's names: ShareGPT's
 * {@code conversations}, Alpaca's {@code instruction}, {@code input} and {@code output}, GSM8K's
 * {@code question} and {@code answer}, verl's {@code reward_model.ground_truth}. A record that has
 * Belay's own names keeps them.
 */
final class KnownShapes {

  private KnownShapes() {}

  /**
   * The record by Belay's names, as far as they are known.
   *
   * @throws BadInputException when part of its conversation would be lost
   */
  static DataRow named(DataRow row) {
    ObjectNode own = row.fields();
    ObjectNode added = JsonNodeFactory.instance.objectNode();
    if (Stream.of("prompt", "messages", "text").noneMatch(own::hasNonNull)) {
      if (own.path("conversations").isArray()) {
        added.set(own.hasNonNull("chosen") ? "prompt" : "messages", own.path("conversations"));
      } else if (own.path("instruction").isTextual()) {
        alpaca(row, added);
      } else if (own.path("question").isTextual() && isTextOrNumber(own.path("answer"))) {
        added.set("prompt", own.path("question"));
        added.set("completion", own.path("answer"));
        added.set("gold", own.path("answer"));
      }
    }
    JsonNode truth = own.path("reward_model").path("ground_truth");
    if (truth.isValueNode() && !truth.isNull()) {
      added.set("gold", truth);
    }
    return added.isEmpty() ? row : new DataRow(row.source(), joined(own, added));
  }

  private static boolean isTextOrNumber(JsonNode value) {
    return value.isTextual() || value.isNumber();
  }

  private static void alpaca(DataRow row, ObjectNode into) {
    if (!row.fields().path("history").isEmpty()) {
      throw new BadInputException(
          "%s: has a \"history\", of which nothing is made, and without it the conversation is another. Write the whole conversation as \"messages\"."
              .formatted(row.source()));
    }
    into.put("prompt", instruction(row));
    into.set("completion", row.fields().path("output"));
  }

  /** An instruction and its input, where it has one, as Alpaca's format joins them. */
  static String instruction(DataRow row) {
    String text = row.text("instruction").strip();
    return row.optionalText("input").map(input -> text + "\n\n" + input.strip()).orElse(text);
  }

  private static ObjectNode joined(ObjectNode own, ObjectNode added) {
    ObjectNode joined = JsonNodeFactory.instance.objectNode();
    joined.setAll(own);
    added
        .properties()
        .forEach(
            entry -> {
              if (!own.hasNonNull(entry.getKey()) && !entry.getValue().isMissingNode()) {
                joined.set(entry.getKey(), entry.getValue());
              }
            });
    return joined;
  }
}
