package dev.belay.torch.decoder;

import dev.belay.torch.kernel.AttentionShape;
import dev.belay.torch.kernel.GatedUnit;
import dev.belay.torch.model.DecoderConfig;
import dev.belay.torch.tensor.ComputeType;

/** Widths of a decoder's activations. */
record DecoderShape(DecoderConfig config, ComputeType type, AttentionShape attention) {

  static DecoderShape of(DecoderConfig config, ComputeType type) {
    return new DecoderShape(
        config,
        type,
        new AttentionShape(
            type,
            config.attentionHeads(),
            config.keyValueHeads(),
            config.headSize(),
            config.attention().scoreScale()));
  }

  int layers() {
    return config.layers();
  }

  /** {@code [H]}. */
  int hidden() {
    return config.hiddenSize();
  }

  /** {@code [I]}. */
  int intermediate() {
    return config.intermediateSize();
  }

  /** Columns of queries and keys together. */
  int queryKeyWidth() {
    return (attention.heads() + attention.keyValueHeads()) * attention.headSize();
  }

  /** The feed-forward layer's inner part. */
  GatedUnit gatedUnit() {
    return config.family().block().gate().unit(type, intermediate());
  }

  /** What a branch is multiplied by before it is added to the residual stream. */
  float branchMultiplier() {
    return (float) config.multipliers().residual();
  }

  /** What the last norm's output is multiplied by, so that logits need no division. */
  float lastMultiplier() {
    return (float) (1 / config.multipliers().logitsDivisor());
  }

  /** What embeddings are multiplied by. */
  float embeddingScale() {
    return config.embeddingScale(type);
  }

  /** Bytes of {@code rows * columns} elements, rounded up to 64. */
  long bytes(int rows, int columns) {
    return aligned((long) rows * columns * type.bytes());
  }

  /** Bytes of {@code rows * columns} fp32, rounded up to 64. */
  static long floatBytes(int rows, int columns) {
    return aligned((long) rows * columns * 4);
  }

  private static long aligned(long bytes) {
    return (bytes + 63) / 64 * 64;
  }
}
