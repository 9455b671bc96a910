package dev.belay.torch.generate;

import dev.belay.torch.kernel.Elements;
import dev.belay.torch.kernel.ProductNorm;
import dev.belay.torch.kernel.RotaryTable;
import dev.belay.torch.kernel.Rows;
import dev.belay.torch.model.BlockDesign.QueryKeyNorms;
import dev.belay.torch.model.DecoderConfig;
import dev.belay.torch.model.RotaryTables;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import java.lang.foreign.Arena;
import java.util.Optional;

/**
 * Normalises a row's queries and keys where the family does so, applies the rotary embedding to
 * them where the layer has one, and writes keys and values to the cache.
 */
final class CacheWriter implements AutoCloseable {

  private final DecoderWeights weights;
  private final DecoderConfig config;
  private final CacheLayout layout;
  private final Activations activations;
  private final StepRows rows;
  private final RotaryTables rotary;
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
    this.rotary = new RotaryTables(config);
    rotary.reserve(size.maxPositions());
    this.scratch = arena.allocate(size.workers() * scratchBytes(), 64).address();
  }

  private long scratchBytes() {
    return (long) config.keyValueHeads() * config.headSize() * 4 + 64;
  }

  void write(int worker, int row, int layer) {
    int position = rows.position(row);
    DecoderWeights.Layer norms = weights.layers().get(layer);
    long queries = activations.query(row);
    int heads = config.attentionHeads();
    turn(row, 0, heads, norms.queryNorm(), layer, queries);
    Rows.scale(queries, config.attention().scoreScale(), heads * config.headSize());
    long keys = scratch + worker * scratchBytes();
    turn(row, heads, config.keyValueHeads(), norms.keyNorm(), layer, keys);
    long block = rows.blocks(row)[position / CacheLayout.TOKENS];
    for (int head = 0; head < config.keyValueHeads(); head++) {
      long turned = keys + (long) head * config.headSize() * 4;
      writeKey(turned, position, block + layout.keys(layer, head));
      writeValue(row, head, block + layout.values(layer, head));
    }
  }

  /**
   * Normalises and turns neighbouring heads.
   *
   * @param first of the row's heads
   * @param norm address of their norm, or 0
   * @param out address of {@code [count * D]} fp32
   */
  private void turn(int row, int first, int count, long norm, int layer, long out) {
    int size = config.headSize();
    normalise(column(row, first), count, norm, out);
    Optional<RotaryTable> table = rotary.of(layer, rows.isBeyond(row));
    if (table.isPresent()) {
      for (int head = 0; head < count; head++) {
        table.get().rotate(out + (long) head * size * 4, rows.position(row));
      }
    }
  }

  /** Head by head, or all together, as the family does. */
  private void normalise(long heads, int count, long norm, long out) {
    ComputeType type = layout.type();
    int size = config.headSize();
    if (norm == 0) {
      Rows.widen(type, heads, out, count * size);
      return;
    }
    boolean together = config.family().block().queryKeyNorms() == QueryKeyNorms.OF_ALL_HEADS;
    int width = together ? count * size : size;
    ProductNorm productNorm = new ProductNorm(type, norm, width, config.rmsNormEps());
    for (int from = 0; from < count * size; from += width) {
      productNorm.widen(Elements.at(type, heads, from), out + from * 4L);
    }
  }

  /** Address of a head in the joint queries, keys and values of a row. */
  private long column(int row, int head) {
    return Elements.at(layout.type(), activations.projected(row), (long) head * config.headSize());
  }

  private void writeKey(long turned, int position, long keys) {
    int slot = position % CacheLayout.TOKENS;
    for (int d = 0; d < config.headSize(); d++) {
      float value = NativeMemory.getFloat(turned + d * 4L);
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
    rotary.close();
  }
}
