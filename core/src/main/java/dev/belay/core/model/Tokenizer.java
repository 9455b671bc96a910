package dev.belay.core.model;

/** Text to token ids and back. Implementations are safe to share between threads. */
public interface Tokenizer {

  /**
   * Encodes text as it stands: special tokens written in it become their ids, none are added.
   *
   * @return shape {@code [T]}
   */
  int[] encode(String text);

  /** Decodes ids; special tokens (such as {@code <|im_end|>}) are left out of the text. */
  String decode(int[] tokenIds);

  /** Decodes ids, special tokens written out. */
  String decodeWithSpecialTokens(int[] tokenIds);
}
