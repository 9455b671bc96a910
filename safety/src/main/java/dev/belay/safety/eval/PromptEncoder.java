package dev.belay.safety.eval;

import dev.belay.core.chat.ChatInput;
import java.util.Optional;

/** Turns a conversation into what the model reads: chat template, system prompt and tokenizer. */
@FunctionalInterface
public interface PromptEncoder {

  /**
   * Encodes one conversation, ready for the model to go on with its own turn.
   *
   * @return token ids, shape {@code [T]}
   * @throws dev.belay.core.error.BadInputException when it cannot be encoded or is too long
   */
  int[] encode(ChatInput input);

  /** See {@link dev.belay.core.model.ChatModel#opensReasoning}. */
  default Optional<String> opensReasoning() {
    return Optional.empty();
  }
}
