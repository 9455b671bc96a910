package dev.belay.core.data;

import dev.belay.core.chat.ChatMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * A prompt with a completion to imitate, perhaps after earlier turns of the same conversation.
 *
 * @param id unique within the dataset
 * @param earlier the turns before the prompt: a system message or none, then those of user and
 *     assistant in turn; empty for a single turn
 * @param prompt the user's last turn
 * @param completion what the model should write then
 * @param source where it was read
 */
public record Demonstration(
    String id, List<ChatMessage> earlier, String prompt, String completion, SourceLine source)
    implements Sample {

  public Demonstration {
    earlier = List.copyOf(earlier);
  }

  /** A single turn. */
  public Demonstration(String id, String prompt, String completion, SourceLine source) {
    this(id, List.of(), prompt, completion, source);
  }

  /** The whole conversation, the completion last. */
  public List<ChatMessage> messages() {
    List<ChatMessage> messages = new ArrayList<>(earlier);
    messages.add(ChatMessage.user(prompt));
    messages.add(ChatMessage.assistant(completion));
    return List.copyOf(messages);
  }
}
