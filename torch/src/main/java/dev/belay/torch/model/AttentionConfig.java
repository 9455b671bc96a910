package dev.belay.torch.model;

/**
 * How queries meet keys.
 *
 * @param queryScalar scores are divided by its root; a head's size in most families
 * @param rope how queries and keys are turned
 */
public record AttentionConfig(double queryScalar, RotaryEmbedding rope) {

  /** Every position sees all earlier ones, with scores divided by the root of a head's size. */
  public static AttentionConfig full(int headSize, RotaryEmbedding rope) {
    return new AttentionConfig(headSize, rope);
  }

  /** What scores are multiplied by. */
  public float scoreScale() {
    return (float) (1 / Math.sqrt(queryScalar));
  }
}
