package dev.belay.torch.gguf;

/** Floating-point values one after another. */
final class PlainRows {

  private PlainRows() {}

  static void floats(byte[] row, int columns, float[] out) {
    for (int i = 0; i < columns; i++) {
      out[i] = Float.intBitsToFloat(BlockBytes.int32(row, 4 * i));
    }
  }

  static void halves(byte[] row, int columns, float[] out) {
    for (int i = 0; i < columns; i++) {
      out[i] = BlockBytes.half(row, 2 * i);
    }
  }

  static void bfloats(byte[] row, int columns, float[] out) {
    for (int i = 0; i < columns; i++) {
      out[i] = Float.intBitsToFloat(BlockBytes.int16(row, 2 * i) << 16);
    }
  }
}
