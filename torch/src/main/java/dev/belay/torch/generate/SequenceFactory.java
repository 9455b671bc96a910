package dev.belay.torch.generate;

import dev.belay.core.model.GenerationRequest;

/**
 * Makes sequences and says how much cache they may need.
 *
 * @param maxTokens of one completion
 * @param maxPositions the model's context
 * @param shortLength tokens of a sequence up to which its length changes nothing
 */
record SequenceFactory(
    BlockPool pool, StopConditions conditions, int maxTokens, int maxPositions, int shortLength) {

  /** Most tokens of a completion: as many as wanted, no more than the context has left. */
  int limit(int promptLength) {
    return Math.min(maxTokens, maxPositions - promptLength);
  }

  /** Positions whose keys and values are kept; the last token's are never needed. */
  int positions(int promptLength) {
    return promptLength - 1 + limit(promptLength);
  }

  /**
   * Whether a completion shares the full blocks of its prompt's prefix: unless it may become long
   * on its way, when all of it is computed again.
   */
  private boolean shares(int promptLength) {
    return isBeyond(promptLength) || positions(promptLength) <= shortLength;
  }

  /** Whether a sequence of so many tokens is long. */
  boolean isBeyond(int tokens) {
    return tokens > shortLength;
  }

  /** Blocks that a completion needs beside those that it shares with its prompt's prefix. */
  int ownBlocks(int promptLength) {
    int shared = shares(promptLength) ? (promptLength - 1) / CacheLayout.TOKENS : 0;
    return CacheLayout.blocks(positions(promptLength)) - shared;
  }

  /** Blocks of a prompt's prefix, which is all its tokens but the last. */
  int prefixBlocks(int promptLength) {
    return CacheLayout.blocks(promptLength - 1);
  }

  BlockTable prefix(int promptLength) {
    return new BlockTable(pool, promptLength - 1, true, isBeyond(promptLength));
  }

  Sequence sequence(int index, GenerationRequest request) {
    int promptLength = request.promptTokenIds().length;
    BlockTable table =
        new BlockTable(pool, positions(promptLength), shares(promptLength), isBeyond(promptLength));
    return new Sequence(index, request, table, limit(promptLength), conditions);
  }
}
