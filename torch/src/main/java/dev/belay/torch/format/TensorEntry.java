package dev.belay.torch.format;

import java.util.List;

/**
 * One tensor of a safetensors file, as its header describes it.
 *
 * @param name name of the tensor
 * @param type type of its elements
 * @param shape dimensions, none of them negative; empty for a scalar
 * @param offset first byte, counted from the end of the header
 * @param bytes length in bytes
 */
public record TensorEntry(
    String name, ElementType type, List<Long> shape, long offset, long bytes) {

  public TensorEntry {
    shape = List.copyOf(shape);
  }

  /** Number of elements. */
  public long elements() {
    long product = 1;
    for (long dimension : shape) {
      product *= dimension; // The header was checked against overflow.
    }
    return product;
  }

  long[] dimensions() {
    return shape.stream().mapToLong(Long::longValue).toArray();
  }
}
