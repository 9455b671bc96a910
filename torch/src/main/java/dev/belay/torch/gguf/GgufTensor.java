package dev.belay.torch.gguf;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One tensor of a GGUF file.
 *
 * @param name GGUF's name, such as {@code blk.0.attn_q.weight}
 * @param type how its values are stored
 * @param shape outermost dimension first, {@code [rows, columns]} for a matrix (GGUF writes the
 *     innermost first)
 * @param data its bytes in the mapped file; valid while the file is open
 */
public record GgufTensor(String name, GgmlType type, List<Long> shape, MemorySegment data) {

  public GgufTensor {
    shape = List.copyOf(shape);
  }

  /** Values in the innermost dimension. */
  public long columns() {
    return shape.getLast();
  }

  /** Number of rows: the product of all dimensions but the innermost. */
  public long rows() {
    return shape.subList(0, shape.size() - 1).stream().reduce(1L, (a, b) -> a * b);
  }

  /** Bytes of one row. */
  public long rowBytes() {
    return columns() / type.blockSize() * type.blockBytes();
  }

  /** The shape as {@code [49152, 576]}. */
  public String shapeText() {
    return shape.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
  }
}
