package dev.belay.torch.gguf;

/**
 * Blocks of 32 values of five bits: four in nibbles (the 16 low ones first), the fifth of value i
 * as bit i of a 32-bit word before them.
 */
final class FiveBitRows {

  private static final int BLOCK = 32;
  private static final int HALF = BLOCK / 2;

  private FiveBitRows() {}

  /** Q5_0: an fp16 scale d and 32 q; the value is d (q - 16). */
  static void centred(byte[] row, int columns, float[] out) {
    int at = 0;
    for (int start = 0; start < columns; start += BLOCK, at += 6 + HALF) {
      float scale = BlockBytes.half(row, at);
      int high = BlockBytes.int32(row, at + 2);
      for (int i = 0; i < HALF; i++) {
        int pair = row[at + 6 + i];
        out[start + i] = scale * (((pair & 15) | fifth(high, i)) - 16);
        out[start + HALF + i] = scale * (((pair >> 4 & 15) | fifth(high, i + HALF)) - 16);
      }
    }
  }

  /** Q5_1: an fp16 scale d, an fp16 minimum m and 32 q; the value is d q + m. */
  static void withMinimum(byte[] row, int columns, float[] out) {
    int at = 0;
    for (int start = 0; start < columns; start += BLOCK, at += 8 + HALF) {
      float scale = BlockBytes.half(row, at);
      float minimum = BlockBytes.half(row, at + 2);
      int high = BlockBytes.int32(row, at + 4);
      for (int i = 0; i < HALF; i++) {
        int pair = row[at + 8 + i];
        out[start + i] = scale * ((pair & 15) | fifth(high, i)) + minimum;
        out[start + HALF + i] = scale * ((pair >> 4 & 15) | fifth(high, i + HALF)) + minimum;
      }
    }
  }

  private static int fifth(int high, int index) {
    return (high >>> index & 1) << 4;
  }
}
