package dev.belay.core.model;

/**
 * One completion wanted. The members of a group are requests with equal {@code promptTokenIds} and
 * different seeds; an engine may compute equal prompts once.
 *
 * @param promptTokenIds the prompt, special tokens included, shape {@code [T]}
 * @param seed decides this completion alone, whatever else is in the batch (see {@link Seeds})
 */
@SuppressWarnings("ArrayRecordComponent") // Hot path data: read by index, never compared.
public record GenerationRequest(int[] promptTokenIds, long seed) {

  public GenerationRequest {
    if (promptTokenIds.length == 0) {
      throw new IllegalArgumentException("a prompt needs at least one token");
    }
  }
}
