package dev.belay.safety.attack;

import dev.belay.core.chat.ChatInput;
import java.util.Optional;

/**
 * One of an attack's ways of asking for a prompt.
 *
 * @param label what tells it from the attack's other queries of the prompt, the same for every
 *     prompt, such as {@code top_k=5}; empty where they differ by chance alone
 * @param input what the model is asked
 * @param decoding how its completion is drawn; empty for the evaluation's own way
 */
public record Query(String label, ChatInput input, Optional<Decoding> decoding) {

  /** A query whose completion is drawn as the evaluation says. */
  public static Query of(ChatInput input) {
    return new Query("", input, Optional.empty());
  }
}
