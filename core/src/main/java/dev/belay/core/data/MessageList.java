package dev.belay.core.data;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.chat.ChatMessage;
import dev.belay.core.error.BadInputException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column with messages, each {@code role} and {@code content}, or {@code from} and {@code value}
 * as ShareGPT writes them.
 */
final class MessageList {

  static final String ALLOWED =
      "must be a list of messages: a system message or none, then user and assistant in turn";

  private MessageList() {}

  /**
   * The messages of a column, in their order, whatever their roles.
   *
   * @throws BadInputException when it is no list, or one of them has no text
   */
  static List<ChatMessage> of(DataRow row, String column) {
    JsonNode list = row.fields().path(column);
    if (!list.isArray()) {
      throw new BadInputException(
          "%s: column \"%s\" %s; found no list.".formatted(row.source(), column, ALLOWED));
    }
    List<ChatMessage> messages = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      ChatMessage message = message(list.path(i));
      if (message == null || message.content().isBlank()) {
        throw new BadInputException(
            "%s: %s[%d].content must be text.".formatted(row.source(), column, i));
      }
      messages.add(message);
    }
    return messages;
  }

  /** One message; null when it has no text. Without a role it has the role "none". */
  static @Nullable ChatMessage message(JsonNode node) {
    boolean sharegpt = !node.has("role") && node.has("from");
    JsonNode content = node.path(sharegpt ? "value" : "content");
    if (!content.isTextual()) {
      return null;
    }
    String role = node.path(sharegpt ? "from" : "role").asText("none");
    return new ChatMessage(sharegpt ? usual(role) : role, content.textValue());
  }

  private static String usual(String from) {
    return switch (from) {
      case "human" -> "user";
      case "gpt", "chatgpt", "model", "bot" -> "assistant";
      default -> from;
    };
  }
}
