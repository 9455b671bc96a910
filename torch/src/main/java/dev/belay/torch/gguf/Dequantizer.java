package dev.belay.torch.gguf;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/**
 * Turns stored rows into fp32 with one rounding per operation, in the order in which the {@code
 * gguf} Python package computes (scale times quant, then plus or minus minimum), so that results
 * agree bit for bit. Not safe to share between threads: it keeps a buffer of one row.
 */
public final class Dequantizer {

  private final GgufTensor tensor;
  private final RowReader reader;
  private final int columns;
  private final byte[] row;

  /**
   * A reader of one tensor's rows.
   *
   * @throws IllegalArgumentException if its type is not supported or its rows do not fit an array
   */
  public Dequantizer(GgufTensor tensor) {
    if (!tensor.type().supported()) {
      throw new IllegalArgumentException(tensor.name() + " is of type " + tensor.type());
    }
    this.tensor = tensor;
    this.reader = RowReader.of(tensor.type());
    this.columns = Math.toIntExact(tensor.columns());
    this.row = new byte[Math.toIntExact(tensor.rowBytes())];
  }

  /** Reads row {@code index} into {@code out}, shape {@code [columns]}. */
  public void readRow(long index, float[] out) {
    MemorySegment.copy(tensor.data(), JAVA_BYTE, index * row.length, row, 0, row.length);
    reader.read(row, columns, out);
  }
}
