package dev.belay.torch.gguf;

/**
 * Blocks of 32 values in whole bytes or nibbles. Of nibbles, the 16 low ones come first, then the
 * 16 high ones.
 */
final class NibbleRows {

  private static final int BLOCK = 32;
  private static final int HALF = BLOCK / 2;

  /** What the nibbles of IQ4_NL stand for: denser near zero, as weights are. */
  private static final float[] NON_LINEAR = {
    -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113
  };

  private NibbleRows() {}

  /** Q8_0: an fp16 scale d and 32 signed bytes q; the value is d q. */
  static void eightBits(byte[] row, int columns, float[] out) {
    int at = 0;
    for (int start = 0; start < columns; start += BLOCK, at += 2 + BLOCK) {
      float scale = BlockBytes.half(row, at);
      for (int i = 0; i < BLOCK; i++) {
        out[start + i] = row[at + 2 + i] * scale;
      }
    }
  }

  /** Q4_0: an fp16 scale d and 32 nibbles q; the value is d (q - 8). */
  static void fourBits(byte[] row, int columns, float[] out) {
    int at = 0;
    for (int start = 0; start < columns; start += BLOCK, at += 2 + HALF) {
      float scale = BlockBytes.half(row, at);
      for (int i = 0; i < HALF; i++) {
        int pair = row[at + 2 + i];
        out[start + i] = scale * ((pair & 15) - 8);
        out[start + HALF + i] = scale * ((pair >> 4 & 15) - 8);
      }
    }
  }

  /** Q4_1: an fp16 scale d, an fp16 minimum m and 32 nibbles q; the value is d q + m. */
  static void fourBitsAndMinimum(byte[] row, int columns, float[] out) {
    int at = 0;
    for (int start = 0; start < columns; start += BLOCK, at += 4 + HALF) {
      float scale = BlockBytes.half(row, at);
      float minimum = BlockBytes.half(row, at + 2);
      for (int i = 0; i < HALF; i++) {
        int pair = row[at + 4 + i];
        out[start + i] = scale * (pair & 15) + minimum;
        out[start + HALF + i] = scale * (pair >> 4 & 15) + minimum;
      }
    }
  }

  /** IQ4_NL: an fp16 scale d and 32 nibbles q; the value is d t(q) with t a table. */
  static void fourBitsOfTable(byte[] row, int columns, float[] out) {
    int at = 0;
    for (int start = 0; start < columns; start += BLOCK, at += 2 + HALF) {
      float scale = BlockBytes.half(row, at);
      for (int i = 0; i < HALF; i++) {
        int pair = row[at + 2 + i];
        out[start + i] = scale * NON_LINEAR[pair & 15];
        out[start + HALF + i] = scale * NON_LINEAR[pair >> 4 & 15];
      }
    }
  }
}
