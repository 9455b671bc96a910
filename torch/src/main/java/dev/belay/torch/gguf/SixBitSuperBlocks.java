package dev.belay.torch.gguf;

/** Super-blocks of 256 values of six bits in 16 blocks of 16. */
final class SixBitSuperBlocks {

  private static final int SUPER_BLOCK = 256;
  private static final int BLOCK = 16;
  private static final int BYTES = 210;
  private static final int HIGH_BITS = 128;
  private static final int SCALES = 192;
  private static final int SCALE = 208;

  private SixBitSuperBlocks() {}

  /**
   * Q6_K: 128 bytes of low nibbles, 64 bytes of two high bits, a signed byte s per block, an fp16
   * scale d; the value is (d s) (q - 32). In each half of the super-block, byte l of the 64 low
   * ones holds values l and 64 + l, byte l of the 32 high ones values l, 32 + l, 64 + l and 96 + l.
   */
  static void sixBits(byte[] row, int columns, float[] out) {
    int at = 0;
    for (int start = 0; start < columns; start += SUPER_BLOCK, at += BYTES) {
      float scale = BlockBytes.half(row, at + SCALE);
      for (int block = 0; block < SUPER_BLOCK / BLOCK; block++) {
        float blockScale = scale * row[at + SCALES + block];
        int low = at + block / 8 * 64 + block % 4 * BLOCK;
        int lowShift = block % 8 / 4 * 4;
        int high = at + HIGH_BITS + block / 8 * 32 + block % 2 * BLOCK;
        int highShift = block % 8 / 2 * 2;
        int to = start + block * BLOCK;
        for (int i = 0; i < BLOCK; i++) {
          int bits = (row[low + i] >> lowShift & 15) | (row[high + i] >> highShift & 3) << 4;
          out[to + i] = blockScale * (bits - 32);
        }
      }
    }
  }
}
