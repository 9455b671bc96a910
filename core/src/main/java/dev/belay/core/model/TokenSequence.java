package dev.belay.core.model;

/**
 * A prompt and the completion that follows it, as token ids.
 *
 * @param promptTokenIds shape {@code [T_prompt]}, at least one
 * @param completionTokenIds shape {@code [T_completion]}
 */
@SuppressWarnings("ArrayRecordComponent") // Hot path data: read by index, never compared.
public record TokenSequence(int[] promptTokenIds, int[] completionTokenIds) {

  public TokenSequence {
    if (promptTokenIds.length == 0) {
      throw new IllegalArgumentException("a prompt needs at least one token");
    }
  }

  public int length() {
    return promptTokenIds.length + completionTokenIds.length;
  }
}
