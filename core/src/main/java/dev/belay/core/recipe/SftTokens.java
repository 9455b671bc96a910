package dev.belay.core.recipe;

/** Which tokens of a conversation SFT learns. */
public enum SftTokens {
  /** Those of every turn of the assistant. */
  ASSISTANT,
  /** Those of its last turn: what stands before is the prompt. */
  COMPLETION
}
