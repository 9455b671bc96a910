package dev.belay.core.data;

import dev.belay.core.chat.ChatMessage;
import dev.belay.core.error.BadInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a record asks, and what it says to that. It asks by a column {@code prompt} (a text, or a
 * list of messages), {@code messages} or {@code text}, and may have a {@code system} prompt beside
 * it. What it says is the last message of {@code messages} if the assistant has the last word, or
 * the column {@code completion}, a text or a list of messages that go on with those of {@code
 * prompt}. Conversations are never cut short.
 *
 * @param earlier the turns before the prompt: a system message or none, then user and assistant in
 *     turn
 * @param prompt the user's last turn
 * @param completion what the assistant says to it; null where the record does not say
 */
record Exchange(List<ChatMessage> earlier, String prompt, @Nullable String completion) {

  static final List<String> ASKED = List.of("prompt", "messages", "text");

  private static final List<String> SYSTEM = List.of("system", "system_prompt");

  /**
   * Reads a record.
   *
   * @throws BadInputException saying what is not as it must be
   */
  static Exchange of(DataRow row) {
    String column = column(row);
    List<ChatMessage> messages = new ArrayList<>();
    if (column.equals("messages") || row.fields().path(column).isArray()) {
      messages.addAll(MessageList.of(row, column));
    } else {
      messages.add(ChatMessage.user(row.text(column)));
    }
    addCompletion(row, column, messages);
    addSystem(row, messages);
    return of(row, column, messages);
  }

  private static String column(DataRow row) {
    return ASKED.stream()
        .filter(row.fields()::hasNonNull)
        .findFirst()
        .orElseGet(() -> row.oneOf(ASKED));
  }

  /**
   * The same with a completion.
   *
   * @throws BadInputException when the record has none
   */
  static Exchange answered(DataRow row) {
    Exchange exchange = of(row);
    if (exchange.completion() == null) {
      String column = column(row);
      if (column.equals("messages")) {
        throw outOfTurn(row, column, MessageList.of(row, column), "the assistant last");
      }
      row.text("completion"); // It is missing, empty or no text, and that is said.
      throw new IllegalStateException(row.source() + ": a completion was not read");
    }
    return exchange;
  }

  private static void addCompletion(DataRow row, String column, List<ChatMessage> messages) {
    if (row.fields().path("completion").isArray()) {
      messages.addAll(MessageList.of(row, "completion"));
      return;
    }
    Optional<String> text = row.optionalText("completion");
    if (text.isPresent()) {
      if (!messages.isEmpty() && messages.getLast().role().equals("assistant")) {
        throw new BadInputException(
            "%s: the assistant has the last word in column \"%s\", and there is a column \"completion\" too; drop one of them."
                .formatted(row.source(), column));
      }
      messages.add(ChatMessage.assistant(text.get()));
    }
  }

  /** Puts the system prompt of a column of its own first. */
  static void addSystem(DataRow row, List<ChatMessage> messages) {
    Optional<String> system =
        SYSTEM.stream().flatMap(column -> row.optionalText(column).stream()).findFirst();
    if (system.isPresent()) {
      if (!messages.isEmpty() && messages.getFirst().role().equals("system")) {
        throw new BadInputException(
            "%s: has a system message and a column with a system prompt too; drop one of them."
                .formatted(row.source()));
      }
      messages.addFirst(ChatMessage.system(system.get()));
    }
  }

  private static Exchange of(DataRow row, String column, List<ChatMessage> messages) {
    List<String> roles = roles(messages);
    int first = !roles.isEmpty() && roles.getFirst().equals("system") ? 1 : 0;
    boolean inTurn = roles.size() > first;
    for (int i = first; i < roles.size(); i++) {
      inTurn &= roles.get(i).equals((i - first) % 2 == 0 ? "user" : "assistant");
    }
    if (!inTurn) {
      throw outOfTurn(
          row, column, messages, "the user last, or the assistant with what is its completion");
    }
    boolean answered = (messages.size() - first) % 2 == 0;
    int asked = messages.size() - (answered ? 2 : 1);
    return new Exchange(
        List.copyOf(messages.subList(0, asked)),
        messages.get(asked).content(),
        answered ? messages.getLast().content() : null);
  }

  private static BadInputException outOfTurn(
      DataRow row, String column, List<ChatMessage> messages, String last) {
    return new BadInputException(
        "%s: column \"%s\" %s, %s; found roles %s."
            .formatted(row.source(), column, MessageList.ALLOWED, last, roles(messages)));
  }

  private static List<String> roles(List<ChatMessage> messages) {
    return messages.stream().map(ChatMessage::role).toList();
  }
}
