package dev.belay.safety.eval;

/** Turns a user's turn into what the model reads: chat template, system prompt and tokenizer. */
@FunctionalInterface
public interface PromptEncoder {

  /**
   * Encodes one prompt, ready for the model to go on with its own turn.
   *
   * @param prompt the user's turn alone
   * @return token ids, shape {@code [T]}
   * @throws dev.belay.core.error.BadInputException when it cannot be encoded or is too long
   */
  int[] encode(String prompt);
}
