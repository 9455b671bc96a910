package dev.belay.torch.gguf;

/**
 * Super-blocks of 256 values of four or five bits in 8 blocks of 32. An fp16 scale d, an fp16 dm
 * and 12 bytes with a six-bit scale s and minimum m per block stand first; the value is (d s) q -
 * (dm m). Nibbles stand in 128 bytes: 32 bytes hold a block in their low nibbles and the next block
 * in their high ones.
 */
final class MidBitSuperBlocks {

  private static final int SUPER_BLOCK = 256;
  private static final int BLOCK = 32;
  private static final int SCALES = 4;
  private static final int AFTER_SCALES = 16;
  private static final int FOUR_BIT_BYTES = 144;
  private static final int FIVE_BIT_BYTES = 176;

  private MidBitSuperBlocks() {}

  /** Q4_K. */
  static void fourBits(byte[] row, int columns, float[] out) {
    int at = 0;
    for (int start = 0; start < columns; start += SUPER_BLOCK, at += FOUR_BIT_BYTES) {
      for (int block = 0; block < SUPER_BLOCK / BLOCK; block++) {
        float scale = scale(row, at, block);
        float minimum = minimum(row, at, block);
        int bytes = at + AFTER_SCALES + block / 2 * BLOCK;
        int shift = block % 2 * 4;
        int to = start + block * BLOCK;
        for (int i = 0; i < BLOCK; i++) {
          out[to + i] = scale * (row[bytes + i] >> shift & 15) - minimum;
        }
      }
    }
  }

  /** Q5_K: before the nibbles, 32 bytes; bit b of byte l is the fifth bit of value l of block b. */
  static void fiveBits(byte[] row, int columns, float[] out) {
    int at = 0;
    for (int start = 0; start < columns; start += SUPER_BLOCK, at += FIVE_BIT_BYTES) {
      for (int block = 0; block < SUPER_BLOCK / BLOCK; block++) {
        float scale = scale(row, at, block);
        float minimum = minimum(row, at, block);
        int fifths = at + AFTER_SCALES;
        int bytes = fifths + BLOCK + block / 2 * BLOCK;
        int shift = block % 2 * 4;
        int to = start + block * BLOCK;
        for (int i = 0; i < BLOCK; i++) {
          int high = (row[fifths + i] >> block & 1) << 4;
          out[to + i] = scale * ((row[bytes + i] >> shift & 15) | high) - minimum;
        }
      }
    }
  }

  private static float scale(byte[] row, int at, int block) {
    return BlockBytes.half(row, at) * sixBits(row, at + SCALES, block, 0);
  }

  private static float minimum(byte[] row, int at, int block) {
    return BlockBytes.half(row, at + 2) * sixBits(row, at + SCALES, block, 4);
  }

  /**
   * The first four scales fill the low six bits of bytes 0 to 3, the first four minima those of
   * bytes 4 to 7. The last four have their low four bits in the nibbles of bytes 8 to 11 (scales
   * low, minima high) and their high two bits on top of the first ones.
   *
   * @param first 0 for a scale, 4 for a minimum
   */
  private static int sixBits(byte[] row, int at, int block, int first) {
    if (block < 4) {
      return row[at + first + block] & 63;
    }
    int low = row[at + 4 + block] >> first & 15;
    return low | (row[at + first + block - 4] >> 2 & 48);
  }
}
