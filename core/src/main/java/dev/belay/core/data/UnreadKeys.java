package dev.belay.core.data;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;

/**
 * Keys of a record that change what a conversation says and of which nothing is made: tools, calls
 * of them, reasoning apart from the text. Dropped without a word they would leave another
 * conversation, so they are refused. Columns that merely describe a record are nobody's business.
 */
final class UnreadKeys {

  private static final List<String> CONVERSATION =
      List.of("tools", "functions", "tool_choice", "documents", "chat_template_kwargs");

  private static final List<String> LISTS =
      List.of("messages", "prompt", "completion", "chosen", "rejected");

  private static final Set<String> MESSAGE = Set.of("role", "content", "from", "value");

  private UnreadKeys() {}

  /**
   * Refuses them.
   *
   * @throws BadInputException with all that the record has of them
   */
  static void refuse(DataRow row) {
    SequencedSet<String> found = new LinkedHashSet<>();
    for (String key : CONVERSATION) {
      if (isGiven(row.fields().path(key))) {
        found.add(key);
      }
    }
    for (String list : LISTS) {
      for (JsonNode message : row.fields().path(list)) {
        for (Map.Entry<String, JsonNode> entry : message.properties()) {
          if (!MESSAGE.contains(entry.getKey()) && isGiven(entry.getValue())) {
            found.add(list + "." + entry.getKey());
          }
        }
      }
    }
    if (!found.isEmpty()) {
      throw new BadInputException(
          "%s: nothing is learned from or asked with %s, and without it the conversation is another. Leave the record out, or take it away if the conversation is right without."
              .formatted(row.source(), String.join(", ", found)));
    }
  }

  private static boolean isGiven(JsonNode value) {
    boolean empty = value.isContainerNode() ? value.isEmpty() : value.asText().isBlank();
    return !value.isMissingNode() && !value.isNull() && !empty;
  }
}
