package dev.belay.core.data;

import dev.belay.core.chat.ChatMessage;
import java.util.List;

/**
 * A prompt alone, without a reference answer.
 *
 * @param id unique within the dataset
 * @param earlier the turns before the prompt: a system message or none, then user and assistant in
 *     turn; empty for a single turn
 * @param prompt the user's last turn
 * @param source where it was read
 */
public record Instruction(String id, List<ChatMessage> earlier, String prompt, SourceLine source)
    implements Sample {

  public Instruction {
    earlier = List.copyOf(earlier);
  }

  /** A single turn. */
  public Instruction(String id, String prompt, SourceLine source) {
    this(id, List.of(), prompt, source);
  }
}
