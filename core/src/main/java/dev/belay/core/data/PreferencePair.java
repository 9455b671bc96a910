package dev.belay.core.data;

import dev.belay.core.chat.ChatMessage;
import java.util.List;

/**
 * Two completions of one prompt, of which the first is preferred.
 *
 * @param id unique within the dataset
 * @param turns the conversation that both go on with, the user's turn last
 * @param chosen the completion that is preferred
 * @param rejected the other one; never the same text
 * @param source where it was read
 */
public record PreferencePair(
    String id, List<ChatMessage> turns, String chosen, String rejected, SourceLine source)
    implements Sample {

  public PreferencePair {
    turns = List.copyOf(turns);
    if (turns.isEmpty() || !turns.getLast().role().equals("user")) {
      throw new IllegalArgumentException("the last turn must be the user's");
    }
    if (chosen.equals(rejected)) {
      throw new IllegalArgumentException("a completion cannot be preferred to itself");
    }
  }

  /** A pair after one turn of the user. */
  public PreferencePair(
      String id, String prompt, String chosen, String rejected, SourceLine source) {
    this(id, List.of(ChatMessage.user(prompt)), chosen, rejected, source);
  }

  /** {@inheritDoc} Of a conversation, the last turn. */
  @Override
  public String prompt() {
    return turns.getLast().content();
  }

  /** {@inheritDoc} All but the last. */
  @Override
  public List<ChatMessage> earlier() {
    return turns.subList(0, turns.size() - 1);
  }
}
