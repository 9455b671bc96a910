package dev.belay.torch.generate;

import dev.belay.core.model.GenerationRequest;

/**
 * Makes sequences and says how much cache they may need.
 *
 * @param maxTokens of one completion
 * @param maxPositions the model's context
 */
record SequenceFactory(BlockPool pool, StopConditions conditions, int maxTokens, int maxPositions) {

  /** Most tokens of a completion: as many as wanted, no more than the context has left. */
  int limit(int promptLength) {
    return Math.min(maxTokens, maxPositions - promptLength);
  }

  /** Positions whose keys and values are kept; the last token's are never needed. */
  int positions(int promptLength) {
    return promptLength - 1 + limit(promptLength);
  }

  /**
   * Blocks that a completion needs beside the full ones that it shares with its prompt's prefix.
   */
  int ownBlocks(int promptLength) {
    return CacheLayout.blocks(positions(promptLength)) - (promptLength - 1) / CacheLayout.TOKENS;
  }

  /** Blocks of a prompt's prefix, which is all its tokens but the last. */
  int prefixBlocks(int promptLength) {
    return CacheLayout.blocks(promptLength - 1);
  }

  BlockTable prefix(int promptLength) {
    return new BlockTable(pool, promptLength - 1);
  }

  Sequence sequence(int index, GenerationRequest request) {
    int promptLength = request.promptTokenIds().length;
    BlockTable table = new BlockTable(pool, positions(promptLength));
    return new Sequence(index, request, table, limit(promptLength), conditions);
  }
}
