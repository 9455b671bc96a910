package dev.belay.torch.decoder;

import dev.belay.torch.kernel.AttentionShape;
import dev.belay.torch.model.BlockDesign;

/**
 * Addresses of what a layer's forward pass leaves for its backward pass. Inputs of the projections
 * are not among them: they are the norms' outputs, which {@code normalized * weight} gives again.
 *
 * @param inputNormalized {@code [N, H]}; where there is no norm, the layer's input itself
 * @param inputScales {@code [N]} fp32
 * @param queryKeyValue {@code [N, (heads + 2 keyValueHeads) D]}, queries and keys after the rotary
 *     embedding
 * @param queryKey {@code [N, (heads + keyValueHeads) D]}, before their norms; no room without them
 * @param attention {@code [N, heads D]}
 * @param logSumExps {@code [N, heads]} fp32
 * @param attentionBranch {@code [N, H]}, before its norm; no room without one
 * @param feedForwardNormalized {@code [N, H]}; likewise
 * @param feedForwardScales {@code [N]} fp32
 * @param gateUp {@code [N, 2I]}
 * @param feedForwardBranch {@code [N, H]}, before its norm; no room without one
 * @param end after the last
 */
record LayerActivations(
    long inputNormalized,
    long inputScales,
    long queryKeyValue,
    long queryKey,
    long attention,
    long logSumExps,
    long attentionBranch,
    long feedForwardNormalized,
    long feedForwardScales,
    long gateUp,
    long feedForwardBranch,
    long end) {

  /** Bytes for {@code rows} tokens. */
  static long bytes(DecoderShape shape, int rows) {
    return at(0, shape, rows).end;
  }

  /** Lays them out from {@code start}. */
  static LayerActivations at(long start, DecoderShape shape, int rows) {
    AttentionShape attention = shape.attention();
    BlockDesign block = shape.config().family().block();
    long hidden = shape.bytes(rows, shape.hidden());
    long branch = block.branchNorms() ? hidden : 0;
    long scales = DecoderShape.floatBytes(rows, 1);
    Room room = new Room(start);
    return new LayerActivations(
        room.take(hidden),
        room.take(scales),
        room.take(shape.bytes(rows, attention.rowWidth())),
        room.take(block.hasQueryKeyNorms() ? shape.bytes(rows, shape.queryKeyWidth()) : 0),
        room.take(shape.bytes(rows, attention.queryWidth())),
        room.take(DecoderShape.floatBytes(rows, attention.heads())),
        room.take(branch),
        room.take(hidden),
        room.take(scales),
        room.take(shape.bytes(rows, 2 * shape.intermediate())),
        room.take(branch),
        room.at);
  }

  private static final class Room {
    private long at;

    Room(long start) {
      this.at = start;
    }

    long take(long bytes) {
      long address = at;
      at += bytes;
      return address;
    }
  }
}
