package dev.belay.torch.gguf;

/**
 * Super-blocks of 256 values of two or three bits in 16 blocks of 16, each with a scale of its own.
 * The two low bits stand in 64 bytes: byte l of each half holds values l, 32 + l, 64 + l and 96 + l
 * of that half of the super-block, lowest bits first.
 */
final class LowBitSuperBlocks {

  private static final int SUPER_BLOCK = 256;
  private static final int BLOCK = 16;
  private static final int TWO_BIT_BYTES = 84;
  private static final int THREE_BIT_BYTES = 110;

  private LowBitSuperBlocks() {}

  /**
   * Q2_K: 16 bytes with a four-bit scale s (low) and minimum m (high) per block, 64 bytes of q, an
   * fp16 scale d and an fp16 dm; the value is (d s) q - (dm m).
   */
  static void twoBits(byte[] row, int columns, float[] out) {
    int at = 0;
    for (int start = 0; start < columns; start += SUPER_BLOCK, at += TWO_BIT_BYTES) {
      float scale = BlockBytes.half(row, at + 80);
      float minimum = BlockBytes.half(row, at + 82);
      for (int block = 0; block < SUPER_BLOCK / BLOCK; block++) {
        float blockScale = scale * (row[at + block] & 15);
        float blockMinimum = minimum * (row[at + block] >> 4 & 15);
        int bytes = lowBits(at + 16, block);
        int shift = shift(block);
        int to = start + block * BLOCK;
        for (int i = 0; i < BLOCK; i++) {
          out[to + i] = blockScale * (row[bytes + i] >> shift & 3) - blockMinimum;
        }
      }
    }
  }

  /**
   * Q3_K: 32 bytes with the third bits h, 64 bytes of low bits q, 12 bytes with a six-bit scale s
   * per block, an fp16 scale d; the value is (d (s - 32)) (q - 4 (1 - h)).
   */
  static void threeBits(byte[] row, int columns, float[] out) {
    int at = 0;
    for (int start = 0; start < columns; start += SUPER_BLOCK, at += THREE_BIT_BYTES) {
      float scale = BlockBytes.half(row, at + 108);
      for (int block = 0; block < SUPER_BLOCK / BLOCK; block++) {
        float blockScale = scale * (sixBitScale(row, at + 96, block) - 32);
        int bytes = lowBits(at + 32, block);
        int shift = shift(block);
        int thirds = at + block % 2 * BLOCK;
        int thirdBit = block / 2;
        int to = start + block * BLOCK;
        for (int i = 0; i < BLOCK; i++) {
          int missing = (1 - (row[thirds + i] >> thirdBit & 1)) << 2;
          out[to + i] = blockScale * ((row[bytes + i] >> shift & 3) - missing);
        }
      }
    }
  }

  /** Where a block's low bits begin. */
  private static int lowBits(int at, int block) {
    return at + block / 8 * 32 + block % 2 * BLOCK;
  }

  /** How far up in their bytes a block's low bits stand. */
  private static int shift(int block) {
    return block % 8 / 2 * 2;
  }

  /** Scale j has its low four bits in a nibble of byte j % 8, its high two in byte 8 + j % 4. */
  private static int sixBitScale(byte[] row, int at, int block) {
    int low = row[at + block % 8] >> (block / 8 * 4) & 15;
    int high = row[at + 8 + block % 4] >> (block / 4 * 2) & 3;
    return low | high << 4;
  }
}
