package dev.belay.torch.generate;

import dev.belay.torch.model.DecoderConfig;
import dev.belay.torch.tensor.ComputeType;

/**
 * How keys and values lie in one block of the cache, which holds {@link #TOKENS} positions of one
 * sequence for all layers. In a layer, each head's keys are {@code [D][TOKENS]}, so that the scores
 * of neighbouring positions fill a vector, and its values {@code [TOKENS][D]}.
 */
record CacheLayout(ComputeType type, int layers, int heads, int headSize) {

  /** Positions in a block; a multiple of every vector width. */
  static final int TOKENS = 32;

  static CacheLayout of(DecoderConfig config, ComputeType type) {
    return new CacheLayout(type, config.layers(), config.keyValueHeads(), config.headSize());
  }

  /** Blocks that hold a number of positions. */
  static int blocks(int positions) {
    return (positions + TOKENS - 1) / TOKENS;
  }

  long blockBytes() {
    return 2L * layers * heads * headBytes();
  }

  private long headBytes() {
    return (long) TOKENS * headSize * type.bytes();
  }

  /** From a block's start to a head's keys, {@code [D][TOKENS]}. */
  long keys(int layer, int head) {
    return (2L * layer * heads + head) * headBytes();
  }

  /** From a block's start to a head's values, {@code [TOKENS][D]}. */
  long values(int layer, int head) {
    return ((2L * layer + 1) * heads + head) * headBytes();
  }
}
