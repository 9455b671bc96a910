package dev.belay.torch.model;

import java.util.Optional;
import java.util.Set;

/**
 * How queries meet keys.
 *
 * @param scores what scores are multiplied by
 * @param rope how queries and keys are turned in layers without a window
 * @param window the layers that see only the last positions; empty when all see everything
 * @param unturned layers in which queries and keys are not turned at all, counted from 0
 */
public record AttentionConfig(
    ScoreScale scores,
    RotaryEmbedding rope,
    Optional<SlidingWindow> window,
    Set<Integer> unturned) {

  public AttentionConfig {
    unturned = Set.copyOf(unturned);
  }

  /**
   * Queries and keys are turned in every layer.
   *
   * @param queryScalar scores are divided by its root; a head's size in most families
   */
  public AttentionConfig(double queryScalar, RotaryEmbedding rope, Optional<SlidingWindow> window) {
    this(new ScoreScale(queryScalar, 1), rope, window, Set.of());
  }

  /** Every position sees all earlier ones, with scores divided by the root of a head's size. */
  public static AttentionConfig full(int headSize, RotaryEmbedding rope) {
    return new AttentionConfig(headSize, rope, Optional.empty());
  }

  /**
   * What scores are multiplied by: {@code multiplier / sqrt(queryScalar)}. Families give one of the
   * two and leave the other 1 or a head's size.
   */
  public record ScoreScale(double queryScalar, double multiplier) {}

  /** What scores are multiplied by. */
  public float scoreScale() {
    return (float) (scores.multiplier() / Math.sqrt(scores.queryScalar()));
  }

  /** The same with some layers whose queries and keys are not turned. */
  public AttentionConfig withUnturned(Set<Integer> layers) {
    return new AttentionConfig(scores, rope, window, layers);
  }

  /** Whether a layer sees only the last positions. */
  public boolean isSliding(int layer) {
    return window.isPresent() && window.get().layers().get(layer);
  }

  /** Whether a layer turns its queries and keys. */
  public boolean turns(int layer) {
    return !unturned.contains(layer);
  }

  /** Tokens of a sequence up to which its length changes nothing. */
  public int shortLength() {
    int elsewhere = window.map(w -> w.rope().shortLength()).orElse(Integer.MAX_VALUE);
    return Math.min(rope.shortLength(), elsewhere);
  }

  /** Positions that a layer sees, the query's own included; {@link Integer#MAX_VALUE} for all. */
  public int window(int layer) {
    return isSliding(layer) ? window.orElseThrow().tokens() : Integer.MAX_VALUE;
  }
}
