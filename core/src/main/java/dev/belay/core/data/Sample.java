package dev.belay.core.data;

import dev.belay.core.chat.ChatInput;
import dev.belay.core.chat.ChatMessage;
import java.util.ArrayList;
import java.util.List;

/** One record of a dataset: something that a model is asked, and what is known about the answer. */
public sealed interface Sample
    permits Problem, Demonstration, Instruction, SafetyPrompt, PreferencePair {

  /** Unique within its dataset and stable between versions of the code. */
  String id();

  /** The text of the user's turn. */
  String prompt();

  /** The turns before it: a system message or none, then user and assistant in turn. */
  default List<ChatMessage> earlier() {
    return List.of();
  }

  /** The conversation that a completion goes on with: the earlier turns, and the user's last. */
  default List<ChatMessage> turns() {
    List<ChatMessage> turns = new ArrayList<>(earlier());
    turns.add(ChatMessage.user(prompt()));
    return List.copyOf(turns);
  }

  /** The same as a model is asked. */
  default ChatInput input() {
    return new ChatInput(turns(), ChatInput.SystemPrompt.KEPT, "");
  }

  /** Every text of the user's in it: the prompt, and earlier turns where it is a conversation. */
  default List<String> userTurns() {
    return turns().stream()
        .filter(turn -> turn.role().equals("user"))
        .map(ChatMessage::content)
        .toList();
  }

  /** Where it was read. */
  SourceLine source();
}
