package dev.belay.core.data;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A column {@code messages} of one turn: a message of the user, and the assistant's where the
 * record is a demonstration. Longer conversations are an error, never cut short.
 *
 * @param prompt what the user wrote
 * @param completion what the assistant wrote; null when it did not
 */
record SingleTurn(String prompt, @Nullable String completion) {

  private static final List<List<String>> ALLOWED =
      List.of(List.of("user"), List.of("user", "assistant"));

  static SingleTurn of(DataRow row) {
    JsonNode messages = row.fields().path("messages");
    List<String> roles = roles(messages);
    if (!messages.isArray() || !ALLOWED.contains(roles)) {
      throw new BadInputException(
          "%s: column \"messages\" must be a list with one message of the user, and at most one of the assistant after it; found %s."
              .formatted(row.source(), messages.isArray() ? "roles " + roles : "no list"));
    }
    return new SingleTurn(
        content(row, messages, 0), roles.size() == 1 ? null : content(row, messages, 1));
  }

  private static List<String> roles(JsonNode messages) {
    return StreamSupport.stream(messages.spliterator(), false)
        .map(message -> message.path("role").asText("none"))
        .toList();
  }

  private static String content(DataRow row, JsonNode messages, int index) {
    JsonNode content = messages.get(index).path("content");
    if (!content.isTextual() || content.textValue().isBlank()) {
      throw new BadInputException(
          "%s: messages[%d].content must be text.".formatted(row.source(), index));
    }
    return content.textValue();
  }
}
