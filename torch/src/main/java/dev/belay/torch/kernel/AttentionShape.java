package dev.belay.torch.kernel;

import dev.belay.torch.tensor.ComputeType;

/**
 * Grouped-query attention's heads, and where they lie in a row: all queries, then all keys, then
 * all values. Query heads {@code g * group} to {@code (g + 1) * group} share key and value head g.
 *
 * @param type of queries, keys, values and outputs
 * @param heads query heads
 * @param keyValueHeads divides {@code heads}
 * @param headSize {@code [D]}
 * @param scale what scores are multiplied by
 */
public record AttentionShape(
    ComputeType type, int heads, int keyValueHeads, int headSize, float scale) {

  public AttentionShape {
    if (keyValueHeads < 1 || heads % keyValueHeads != 0 || headSize < 1) {
      throw new IllegalArgumentException(
          "%d query heads of size %d cannot share %d key and value heads"
              .formatted(heads, headSize, keyValueHeads));
    }
  }

  /** Scores are multiplied by {@code 1 / sqrt(D)}. */
  public AttentionShape(ComputeType type, int heads, int keyValueHeads, int headSize) {
    this(type, heads, keyValueHeads, headSize, (float) (1 / Math.sqrt(headSize)));
  }

  /** Query heads that share one key and value head. */
  public int group() {
    return heads / keyValueHeads;
  }

  /** Columns of the queries, and of attention's output. */
  public int queryWidth() {
    return heads * headSize;
  }

  /** Columns of queries, keys and values together. */
  public int rowWidth() {
    return (heads + 2 * keyValueHeads) * headSize;
  }

  long query(long rows, int row, int head) {
    return Elements.at(type, rows, (long) row * rowWidth() + (long) head * headSize);
  }

  long key(long rows, int row, int keyValueHead) {
    return query(rows, row, heads + keyValueHead);
  }

  long value(long rows, int row, int keyValueHead) {
    return query(rows, row, heads + keyValueHeads + keyValueHead);
  }

  long output(long outputs, int row, int head) {
    return Elements.at(type, outputs, (long) row * queryWidth() + (long) head * headSize);
  }

  /** Address of a row and head in {@code [N, heads]} fp32. */
  long statistic(long statistics, int row, int head) {
    return statistics + ((long) row * heads + head) * 4;
  }
}
