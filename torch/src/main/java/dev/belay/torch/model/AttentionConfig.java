package dev.belay.torch.model;

import java.util.Optional;

/**
 * How queries meet keys.
 *
 * @param queryScalar scores are divided by its root; a head's size in most families
 * @param rope how queries and keys are turned in layers without a window
 * @param window the layers that see only the last positions; empty when all see everything
 */
public record AttentionConfig(
    double queryScalar, RotaryEmbedding rope, Optional<SlidingWindow> window) {

  /** Every position sees all earlier ones, with scores divided by the root of a head's size. */
  public static AttentionConfig full(int headSize, RotaryEmbedding rope) {
    return new AttentionConfig(headSize, rope, Optional.empty());
  }

  /** What scores are multiplied by. */
  public float scoreScale() {
    return (float) (1 / Math.sqrt(queryScalar));
  }

  /** Whether a layer sees only the last positions. */
  public boolean isSliding(int layer) {
    return window.isPresent() && window.get().layers().get(layer);
  }

  /** Positions that a layer sees, the query's own included; {@link Integer#MAX_VALUE} for all. */
  public int window(int layer) {
    return isSliding(layer) ? window.orElseThrow().tokens() : Integer.MAX_VALUE;
  }
}
