package dev.belay.torch.generate;

import dev.belay.torch.kernel.Elements;
import dev.belay.torch.model.DecoderConfig;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import java.lang.foreign.Arena;

/**
 * Applies the rotary embedding to a row's queries and keys, and writes its keys and values to the
 * cache.
 */
final class CacheWriter {

  private final DecoderConfig config;
  private final CacheLayout layout;
  private final Activations activations;
  private final StepRows rows;
  private final RotaryTable rotary;
  private final long scratch;

  CacheWriter(
      Arena arena,
      DecoderConfig config,
      CacheLayout layout,
      Activations activations,
      StepRows rows,
      RunSize size) {
    this.config = config;
    this.layout = layout;
    this.activations = activations;
    this.rows = rows;
    this.rotary =
        new RotaryTable(
            arena, size.maxPositions(), config.attention().rope().frequencies(config.headSize()));
    this.scratch = arena.allocate(size.workers() * scratchBytes(), 64).address();
  }

  private long scratchBytes() {
    return config.headSize() * 4L + 64;
  }

  void write(int worker, int row, int layer) {
    int position = rows.position(row);
    rotateQueries(row, position);
    for (int head = 0; head < config.keyValueHeads(); head++) {
      long block = rows.blocks(row)[position / CacheLayout.TOKENS];
      writeKey(worker, row, head, block + layout.keys(layer, head));
      writeValue(row, head, block + layout.values(layer, head));
    }
  }

  private void rotateQueries(int row, int position) {
    int size = config.headSize();
    float scale = (float) (1 / Math.sqrt(size));
    for (int head = 0; head < config.attentionHeads(); head++) {
      long out = activations.query(row) + (long) head * size * 4;
      RowKernels.rotate(layout.type(), column(row, head), rotary, position, out, size);
      RowKernels.scale(out, scale, size);
    }
  }

  /** Address of a head in the joint queries, keys and values of a row. */
  private long column(int row, int head) {
    return Elements.at(layout.type(), activations.projected(row), (long) head * config.headSize());
  }

  private void writeKey(int worker, int row, int head, long keys) {
    ComputeType type = layout.type();
    int position = rows.position(row);
    long rotated = scratch + worker * scratchBytes();
    long key = column(row, config.attentionHeads() + head);
    RowKernels.rotate(type, key, rotary, position, rotated, config.headSize());
    int slot = position % CacheLayout.TOKENS;
    for (int d = 0; d < config.headSize(); d++) {
      float value = NativeMemory.getFloat(rotated + d * 4L);
      Elements.set(type, keys, (long) d * CacheLayout.TOKENS + slot, value);
    }
  }

  private void writeValue(int row, int head, long values) {
    int size = config.headSize();
    long value = column(row, config.attentionHeads() + config.keyValueHeads() + head);
    long slot = (long) (rows.position(row) % CacheLayout.TOKENS) * size;
    NativeMemory.copy(
        value, Elements.at(layout.type(), values, slot), (long) size * layout.type().bytes());
  }
}
