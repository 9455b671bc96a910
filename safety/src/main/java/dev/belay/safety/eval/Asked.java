package dev.belay.safety.eval;

import dev.belay.core.chat.ChatInput;

/**
 * What a model was asked, and how long that was.
 *
 * @param input the conversation
 * @param tokens its length as the model reads it, chat template included; 0 when that was not noted
 * @param query which of an attack's ways of asking it was; empty where they have no names
 */
public record Asked(ChatInput input, int tokens, String query) {

  /** What was asked, without a name for it. */
  public Asked(ChatInput input, int tokens) {
    this(input, tokens, "");
  }
}
