package dev.belay.core.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * A message's content where it comes in parts. Those of text and of refusals are put together, and
 * so is what models thought before; what is neither, such as a picture, is left out.
 *
 * @param text what the model says; empty when no part is text
 * @param reasoning its trace; empty without one
 * @param other the type of the first part that is neither; empty when there is none
 */
record ContentParts(Optional<String> text, String reasoning, Optional<String> other) {

  /** Where parts of a trace have it, each a text or parts again. */
  private static final List<String> THOUGHTS =
      List.of("thinking", "reasoning", "summary", "text", "content");

  /** The parts of a content; none where it is a text or nothing. */
  static ContentParts of(JsonNode content) {
    StringBuilder text = new StringBuilder();
    StringBuilder reasoning = new StringBuilder();
    boolean says = false;
    Optional<String> other = Optional.empty();
    for (JsonNode part : content.isArray() ? content : List.<JsonNode>of()) {
      String type = part.path("type").asText("");
      JsonNode said = part.path(type.equals("refusal") ? "refusal" : "text");
      if (isThought(type)) {
        reasoning.append(thought(part));
      } else if (said.isTextual()) {
        text.append(said.textValue());
        says = true;
      } else if (other.isEmpty()) {
        other = Optional.of(type.isEmpty() ? "unknown" : type);
      }
    }
    return new ContentParts(
        says ? Optional.of(text.toString()) : Optional.empty(), reasoning.toString(), other);
  }

  private static boolean isThought(String type) {
    return type.contains("thinking") || type.contains("reasoning");
  }

  private static String thought(JsonNode part) {
    if (part.isTextual()) {
      return part.textValue();
    }
    StringBuilder all = new StringBuilder();
    if (part.isArray()) {
      part.forEach(inner -> all.append(thought(inner)));
      return all.toString();
    }
    return THOUGHTS.stream()
        .map(part::path)
        .filter(inner -> !inner.isMissingNode())
        .findFirst()
        .map(ContentParts::thought)
        .orElse("");
  }
}
