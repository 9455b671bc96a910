package dev.belay.torch.tokenizer;

/**
 * Token ids with the piece of text that each stands for.
 *
 * @param tokenIds shape {@code [T]}
 * @param starts first UTF-16 index of each token in the text, shape {@code [T]}
 * @param ends index after its last, shape {@code [T]}; tokens that split one character share it
 */
@SuppressWarnings("ArrayRecordComponent") // Hot path data: read by index, never compared.
public record EncodedText(int[] tokenIds, int[] starts, int[] ends) {

  /** Number of tokens. */
  public int length() {
    return tokenIds.length;
  }
}
