package dev.belay.torch.generate;

import dev.belay.torch.kernel.Elements;
import dev.belay.torch.kernel.ProductNorm;
import dev.belay.torch.kernel.RotaryTable;
import dev.belay.torch.kernel.Rows;
import dev.belay.torch.model.AttentionConfig;
import dev.belay.torch.model.DecoderConfig;
import dev.belay.torch.model.RotaryEmbedding;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import java.lang.foreign.Arena;

/**
 * Normalises a row's queries and keys where the family does so, applies the rotary embedding to
 * them, and writes keys and values to the cache.
 */
final class CacheWriter implements AutoCloseable {

  private final DecoderWeights weights;
  private final DecoderConfig config;
  private final CacheLayout layout;
  private final Activations activations;
  private final StepRows rows;
  private final RotaryTable fullRotary;
  private final RotaryTable slidingRotary;
  private final long scratch;

  CacheWriter(
      Arena arena,
      DecoderWeights weights,
      CacheLayout layout,
      Activations activations,
      StepRows rows,
      RunSize size) {
    this.weights = weights;
    this.config = weights.config();
    this.layout = layout;
    this.activations = activations;
    this.rows = rows;
    AttentionConfig attention = config.attention();
    this.fullRotary = table(size, attention.rope());
    this.slidingRotary =
        attention.window().map(window -> table(size, window.rope())).orElse(fullRotary);
    this.scratch = arena.allocate(size.workers() * scratchBytes(), 64).address();
  }

  private RotaryTable table(RunSize size, RotaryEmbedding rope) {
    RotaryTable table = new RotaryTable(rope.frequencies(config.headSize()));
    table.reserve(size.maxPositions());
    return table;
  }

  private long scratchBytes() {
    return config.headSize() * 4L + 64;
  }

  void write(int worker, int row, int layer) {
    int position = rows.position(row);
    DecoderWeights.Layer norms = weights.layers().get(layer);
    rotateQueries(row, layer, norms.queryNorm());
    long rotated = scratch + worker * scratchBytes();
    for (int head = 0; head < config.keyValueHeads(); head++) {
      long block = rows.blocks(row)[position / CacheLayout.TOKENS];
      long key = column(row, config.attentionHeads() + head);
      rotate(key, norms.keyNorm(), layer, position, rotated);
      writeKey(rotated, position, block + layout.keys(layer, head));
      writeValue(row, head, block + layout.values(layer, head));
    }
  }

  private void rotateQueries(int row, int layer, long norm) {
    int size = config.headSize();
    float scale = config.attention().scoreScale();
    for (int head = 0; head < config.attentionHeads(); head++) {
      long out = activations.query(row) + (long) head * size * 4;
      rotate(column(row, head), norm, layer, rows.position(row), out);
      Rows.scale(out, scale, size);
    }
  }

  /**
   * Turns one head.
   *
   * @param norm address of the head's norm, or 0
   * @param out address of {@code [D]} fp32
   */
  private void rotate(long head, long norm, int layer, int position, long out) {
    ComputeType type = layout.type();
    int size = config.headSize();
    RotaryTable rotary = config.attention().isSliding(layer) ? slidingRotary : fullRotary;
    if (norm == 0) {
      Rows.widen(type, head, out, size);
    } else {
      new ProductNorm(type, norm, size, config.rmsNormEps()).widen(head, out);
    }
    rotary.rotate(out, position);
  }

  /** Address of a head in the joint queries, keys and values of a row. */
  private long column(int row, int head) {
    return Elements.at(layout.type(), activations.projected(row), (long) head * config.headSize());
  }

  private void writeKey(long rotated, int position, long keys) {
    int slot = position % CacheLayout.TOKENS;
    for (int d = 0; d < config.headSize(); d++) {
      float value = NativeMemory.getFloat(rotated + d * 4L);
      Elements.set(layout.type(), keys, (long) d * CacheLayout.TOKENS + slot, value);
    }
  }

  private void writeValue(int row, int head, long values) {
    int size = config.headSize();
    long value = column(row, config.attentionHeads() + config.keyValueHeads() + head);
    long slot = (long) (rows.position(row) % CacheLayout.TOKENS) * size;
    NativeMemory.copy(
        value, Elements.at(layout.type(), values, slot), (long) size * layout.type().bytes());
  }

  @Override
  public void close() {
    fullRotary.close();
    slidingRotary.close();
  }
}
