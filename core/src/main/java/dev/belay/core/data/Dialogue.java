package dev.belay.core.data;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.chat.ChatMessage;
import dev.belay.core.error.BadInputException;
import java.util.ArrayList;
import java.util.List;

/**
 * A conversation to imitate: a column {@code messages}, or {@code prompt} and {@code completion} as
 * lists of messages, one after the other. A system message may come first; then user and assistant
 * take turns, and the assistant has the last word.
 */
final class Dialogue {

  private static final String ALLOWED =
      "must be a list of messages: a system message or none, then user and assistant in turn, the"
          + " assistant last";

  private Dialogue() {}

  /** Whether a record is a conversation. */
  static boolean is(DataRow row) {
    return row.fields().path("prompt").isArray()
        || (row.fields().has("messages") && !row.fields().has("completion"));
  }

  /**
   * Reads a record.
   *
   * @throws BadInputException saying what is not as it must be
   */
  static Demonstration of(DataRow row, String id) {
    List<ChatMessage> messages = new ArrayList<>();
    if (row.fields().path("prompt").isArray()) {
      add(row, "prompt", messages);
      add(row, "completion", messages);
    } else {
      add(row, "messages", messages);
    }
    requireTurns(row, messages);
    int last = messages.size() - 1;
    return new Demonstration(
        id,
        messages.subList(0, last - 1),
        messages.get(last - 1).content(),
        messages.get(last).content(),
        row.source());
  }

  private static void add(DataRow row, String column, List<ChatMessage> into) {
    JsonNode list = row.fields().path(column);
    if (!list.isArray()) {
      throw new BadInputException(
          "%s: column \"%s\" %s; found no list.".formatted(row.source(), column, ALLOWED));
    }
    for (int i = 0; i < list.size(); i++) {
      JsonNode content = list.path(i).path("content");
      if (!content.isTextual() || content.textValue().isBlank()) {
        throw new BadInputException(
            "%s: %s[%d].content must be text.".formatted(row.source(), column, i));
      }
      into.add(new ChatMessage(list.path(i).path("role").asText("none"), content.textValue()));
    }
  }

  private static void requireTurns(DataRow row, List<ChatMessage> messages) {
    List<String> roles = messages.stream().map(ChatMessage::role).toList();
    List<String> turns =
        !roles.isEmpty() && roles.getFirst().equals("system")
            ? roles.subList(1, roles.size())
            : roles;
    boolean inTurn = !turns.isEmpty() && turns.size() % 2 == 0;
    for (int i = 0; i < turns.size(); i++) {
      inTurn &= turns.get(i).equals(i % 2 == 0 ? "user" : "assistant");
    }
    if (!inTurn) {
      String column = row.fields().has("messages") ? "messages" : "prompt";
      throw new BadInputException(
          "%s: column \"%s\" %s; found roles %s.".formatted(row.source(), column, ALLOWED, roles));
    }
  }
}
