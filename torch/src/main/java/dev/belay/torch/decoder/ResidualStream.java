package dev.belay.torch.decoder;

import dev.belay.torch.kernel.Elements;
import dev.belay.torch.kernel.Parallel;
import dev.belay.torch.kernel.Rows;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeBuffer;
import dev.belay.torch.tensor.NativeMemory;
import org.bytedeco.pytorch.Tensor;

/**
 * The residual stream of a forward pass, {@code [N, H]} fp32 whatever the type of weights and
 * products. What a layer leaves is added by the norm that reads the sum, or here.
 */
final class ResidualStream implements AutoCloseable {

  private final DecoderShape shape;
  private final NativeBuffer buffer = new NativeBuffer();

  ResidualStream(DecoderShape shape) {
    this.shape = shape;
  }

  /** Address of the first row; until the stream begins anew. */
  long address() {
    return buffer.reserve(0);
  }

  /**
   * Begins anew with the embeddings of a batch.
   *
   * @param table {@code [V, H]}, address of the embedding
   */
  void begin(PackedBatch batch, long table) {
    long residual = reserve(batch.tokens());
    ComputeType type = shape.type();
    int width = shape.hidden();
    float scale = shape.embeddingScale();
    int[] tokenIds = batch.tokenIds();
    Parallel.rows(
        batch.tokens(),
        (from, to, _) -> {
          for (int row = from; row < to; row++) {
            long embedding = Elements.at(type, table, (long) tokenIds[row] * width);
            Rows.widen(type, embedding, scale, residual + (long) row * width * 4, width);
          }
        });
  }

  /**
   * Moves the embeddings that it began with.
   *
   * @param offsets {@code [N, H]} fp32, dense, in units of the table
   */
  void addEmbeddings(int rows, Tensor offsets) {
    int width = shape.hidden();
    if (offsets.dim() != 2
        || offsets.size(0) != rows
        || offsets.size(1) != width
        || !offsets.is_contiguous()
        || ComputeType.of(offsets) != ComputeType.FLOAT32) {
      throw new IllegalArgumentException(
          "offsets of embeddings must be dense fp32 numbers [%d, %d]".formatted(rows, width));
    }
    long residual = address();
    long from = NativeMemory.address(offsets);
    float scale = shape.embeddingScale();
    Parallel.rows(
        rows,
        (begin, end, _) -> {
          for (long row = begin; row < end; row++) {
            Rows.addScaled(from + row * width * 4, scale, residual + row * width * 4, width);
          }
        });
  }

  /** Begins anew with what {@link #copyTo} kept. */
  void copyFrom(int rows, long kept) {
    NativeMemory.copy(kept, reserve(rows), bytes(rows));
  }

  /** Keeps the stream as it is. */
  void copyTo(int rows, long kept) {
    NativeMemory.copy(address(), kept, bytes(rows));
  }

  /**
   * Adds what a layer left.
   *
   * @param branch address of {@code [N, H]}, or 0 for none
   */
  void add(int rows, long branch) {
    if (branch == 0) {
      return;
    }
    long residual = address();
    ComputeType type = shape.type();
    int width = shape.hidden();
    Parallel.rows(
        rows,
        (from, to, _) -> {
          for (int row = from; row < to; row++) {
            long start = (long) row * width;
            long own = Elements.at(type, branch, start);
            Rows.add(type, own, shape.branchMultiplier(), residual + start * 4, width);
          }
        });
  }

  private long reserve(int rows) {
    return buffer.reserve(DecoderShape.floatBytes(rows, shape.hidden()));
  }

  private long bytes(int rows) {
    return (long) rows * shape.hidden() * 4;
  }

  @Override
  public void close() {
    buffer.close();
  }
}
