package dev.belay.core.model;

import java.util.List;

/**
 * Two completions of one prompt as token ids, of which the first is preferred.
 *
 * @param id names the pair
 * @param promptTokenIds shape {@code [T_prompt]}, at least one
 * @param chosenTokenIds shape {@code [T_chosen]}, at least one
 * @param rejectedTokenIds shape {@code [T_rejected]}, at least one
 */
@SuppressWarnings("ArrayRecordComponent") // Hot path data: read by index, never compared.
public record TokenPair(
    String id, int[] promptTokenIds, int[] chosenTokenIds, int[] rejectedTokenIds) {

  public TokenPair {
    if (chosenTokenIds.length == 0 || rejectedTokenIds.length == 0) {
      throw new IllegalArgumentException(id + ": a completion needs at least one token");
    }
  }

  /** Prompt and chosen completion, prompt and rejected one: neighbours that share their prompt. */
  public List<TokenSequence> sequences() {
    return List.of(
        new TokenSequence(promptTokenIds, chosenTokenIds),
        new TokenSequence(promptTokenIds, rejectedTokenIds));
  }
}
