package dev.belay.torch.format.gguf;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Turns stored rows into fp32 with one rounding per operation, in the order in which the {@code
 * gguf} Python package computes (scale times quant, then plus minimum), so that results agree bit
 * for bit. Not safe to share between threads: it keeps a buffer of one row.
 */
public final class Dequantizer {

  private static final VarHandle SHORT = littleEndian(short[].class);
  private static final VarHandle INT = littleEndian(int[].class);
  private static final int BLOCK = 32;

  private final GgufTensor tensor;
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
    this.columns = Math.toIntExact(tensor.columns());
    this.row = new byte[Math.toIntExact(tensor.rowBytes())];
  }

  /** Reads row {@code index} into {@code out}, shape {@code [columns]}. */
  public void readRow(long index, float[] out) {
    long offset = index * row.length;
    MemorySegment.copy(tensor.data(), JAVA_BYTE, offset, row, 0, row.length);
    switch (tensor.type()) {
      case F32 -> readFloats(out);
      case F16 -> readHalves(out);
      case BF16 -> readBfloats(out);
      case Q8_0 -> readQ8(out);
      case Q4_0 -> readQ4WithoutMinimum(out);
      case Q4_1 -> readQ4WithMinimum(out);
      default -> throw new IllegalStateException("unsupported type " + tensor.type());
    }
  }

  private void readFloats(float[] out) {
    for (int i = 0; i < columns; i++) {
      out[i] = Float.intBitsToFloat((int) INT.get(row, 4 * i));
    }
  }

  private void readHalves(float[] out) {
    for (int i = 0; i < columns; i++) {
      out[i] = half(2 * i);
    }
  }

  private void readBfloats(float[] out) {
    for (int i = 0; i < columns; i++) {
      out[i] = Float.intBitsToFloat((short) SHORT.get(row, 2 * i) << 16);
    }
  }

  /** A block is an fp16 scale d and 32 signed bytes q; the value is d q. */
  private void readQ8(float[] out) {
    int at = 0;
    for (int start = 0; start < columns; start += BLOCK, at += 2 + BLOCK) {
      float scale = half(at);
      for (int i = 0; i < BLOCK; i++) {
        out[start + i] = row[at + 2 + i] * scale;
      }
    }
  }

  /** A block is an fp16 scale d and 32 nibbles q (first the 16 low ones); the value is d (q-8). */
  private void readQ4WithoutMinimum(float[] out) {
    int at = 0;
    for (int start = 0; start < columns; start += BLOCK, at += 2 + BLOCK / 2) {
      float scale = half(at);
      for (int i = 0; i < BLOCK / 2; i++) {
        int pair = row[at + 2 + i];
        out[start + i] = scale * ((pair & 15) - 8);
        out[start + BLOCK / 2 + i] = scale * ((pair >> 4 & 15) - 8);
      }
    }
  }

  /** A block is an fp16 scale d, an fp16 minimum m and 32 nibbles q; the value is d q + m. */
  private void readQ4WithMinimum(float[] out) {
    int at = 0;
    for (int start = 0; start < columns; start += BLOCK, at += 4 + BLOCK / 2) {
      float scale = half(at);
      float minimum = half(at + 2);
      for (int i = 0; i < BLOCK / 2; i++) {
        int pair = row[at + 4 + i];
        out[start + i] = scale * (pair & 15) + minimum;
        out[start + BLOCK / 2 + i] = scale * (pair >> 4 & 15) + minimum;
      }
    }
  }

  private float half(int at) {
    return Float.float16ToFloat((short) SHORT.get(row, at));
  }

  private static VarHandle littleEndian(Class<?> arrayType) {
    return MethodHandles.byteArrayViewVarHandle(arrayType, ByteOrder.LITTLE_ENDIAN);
  }
}
