package dev.belay.core.data;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.chat.ChatMessage;
import dev.belay.core.error.BadInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A record with the columns {@code chosen} and {@code rejected}, each a completion or a whole
 * conversation that ends with one: as HH-RLHF writes it in one text ({@link Transcript}), or as a
 * list of messages, or one of them. Of whole conversations, what both begin with is the prompt;
 * completions stand beside a column {@code prompt}, a text or a list of messages.
 *
 * <p>Two texts without a prompt share theirs as their beginning, up to the last white space before
 * they differ.
 */
final class PreferenceRows {

  private static final String CHOSEN = "chosen";
  private static final String REJECTED = "rejected";
  private static final String PROMPT = "prompt";

  private PreferenceRows() {}

  /** The conversation before a completion, and the completion. */
  private record Side(List<ChatMessage> turns, String completion) {}

  /**
   * The pair of a record.
   *
   * @throws BadInputException when there is none, the two are the same, or one is empty
   */
  static PreferencePair pair(DataRow row, String id) {
    Side chosen = side(row, CHOSEN);
    Side rejected = side(row, REJECTED);
    List<ChatMessage> given = prompt(row);
    if (!chosen.turns().equals(rejected.turns())) {
      throw bad(
          row, "\"chosen\" and \"rejected\" must be the same but for what the assistant says last");
    }
    if (chosen.turns().isEmpty() && given.isEmpty()) {
      return ofSharedBeginning(row, id, chosen.completion(), rejected.completion());
    }
    requireConsistent(row, given, chosen.turns());
    List<ChatMessage> turns = new ArrayList<>(chosen.turns().isEmpty() ? given : chosen.turns());
    Exchange.addSystem(row, turns);
    requireConversation(row, turns);
    return pair(row, id, turns, chosen.completion(), rejected.completion());
  }

  private static PreferencePair pair(
      DataRow row, String id, List<ChatMessage> turns, String chosen, String rejected) {
    if (chosen.isBlank() || rejected.isBlank()) {
      throw bad(
          row,
          "column \"%s\" has an empty completion; drop the record"
              .formatted(chosen.isBlank() ? CHOSEN : REJECTED));
    }
    if (chosen.equals(rejected)) {
      throw bad(
          row,
          "\"chosen\" and \"rejected\" are the same, so neither is preferred; drop the record");
    }
    return new PreferencePair(id, turns, chosen, rejected, row.source());
  }

  private static PreferencePair ofSharedBeginning(
      DataRow row, String id, String chosen, String rejected) {
    int end = 0;
    int split = 0;
    while (end < Math.min(chosen.length(), rejected.length())
        && chosen.charAt(end) == rejected.charAt(end)) {
      split = Character.isWhitespace(chosen.charAt(end)) ? end : split;
      end++;
    }
    String shared = chosen.substring(0, split).strip();
    if (shared.isEmpty() && !chosen.equals(rejected)) {
      throw bad(
          row,
          "there is no column \"prompt\", and \"chosen\" and \"rejected\" do not begin alike; add"
              + " the prompt");
    }
    List<ChatMessage> turns = new ArrayList<>(List.of(ChatMessage.user(shared)));
    Exchange.addSystem(row, turns);
    return pair(row, id, turns, chosen.substring(split).strip(), rejected.substring(split).strip());
  }

  /** A completion alone, or after the turns of its conversation. */
  private static Side side(DataRow row, String column) {
    JsonNode value = row.fields().path(column);
    if (value.isArray() || value.isObject()) {
      return split(row, column, messages(row, column, value));
    }
    String text = row.text(column);
    return Transcript.is(text)
        ? split(row, column, Transcript.turns(text))
        : new Side(List.of(), text);
  }

  private static Side split(DataRow row, String column, List<ChatMessage> turns) {
    if (turns.isEmpty() || !turns.getLast().role().equals("assistant")) {
      throw bad(row, "column \"%s\" must end with a turn of the assistant".formatted(column));
    }
    return new Side(turns.subList(0, turns.size() - 1), turns.getLast().content());
  }

  private static List<ChatMessage> prompt(DataRow row) {
    JsonNode value = row.fields().path(PROMPT);
    if (value.isArray()) {
      return messages(row, PROMPT, value);
    }
    Optional<String> text = row.optionalText(PROMPT);
    if (text.isEmpty()) {
      return List.of();
    }
    return Transcript.is(text.get())
        ? withoutOpenTurn(Transcript.turns(text.get()))
        : List.of(ChatMessage.user(text.get()));
  }

  /** A prompt may end with the marker of the turn that is to be written. */
  private static List<ChatMessage> withoutOpenTurn(List<ChatMessage> turns) {
    ChatMessage last = turns.getLast();
    return last.role().equals("assistant") && last.content().isEmpty()
        ? turns.subList(0, turns.size() - 1)
        : turns;
  }

  private static List<ChatMessage> messages(DataRow row, String column, JsonNode list) {
    List<ChatMessage> messages = new ArrayList<>();
    for (JsonNode one : list.isObject() ? List.of(list) : list) {
      ChatMessage message = MessageList.message(one);
      if (message == null || !(one.path("role").isTextual() || one.path("from").isTextual())) {
        throw bad(
            row,
            "%s[%d] must have the texts \"role\" and \"content\""
                .formatted(column, messages.size()));
      }
      messages.add(message);
    }
    return messages;
  }

  /** A prompt beside whole conversations is what they begin with, or their first turn. */
  private static void requireConsistent(
      DataRow row, List<ChatMessage> given, List<ChatMessage> turns) {
    boolean same =
        given.isEmpty()
            || turns.isEmpty()
            || given.equals(turns)
            || (given.size() == 1 && given.getFirst().equals(turns.getFirst()));
    if (!same) {
      throw bad(
          row,
          "column \"prompt\" is not what the conversations of \"chosen\" and \"rejected\" begin"
              + " with");
    }
  }

  private static void requireConversation(DataRow row, List<ChatMessage> turns) {
    int first = turns.getFirst().role().equals("system") ? 1 : 0;
    for (int i = first; i < turns.size(); i++) {
      String wanted = (i - first) % 2 == 0 ? "user" : "assistant";
      if (!turns.get(i).role().equals(wanted) || turns.get(i).content().isBlank()) {
        throw bad(
            row,
            "the conversation must go user, assistant, …, user, each with a text; found %s"
                .formatted(turns.stream().map(ChatMessage::role).toList()));
      }
    }
    if ((turns.size() - first) % 2 == 0) {
      throw bad(row, "the conversation before the completions must end with a turn of the user");
    }
  }

  private static BadInputException bad(DataRow row, String what) {
    return new BadInputException("%s: %s.".formatted(row.source(), what));
  }
}
