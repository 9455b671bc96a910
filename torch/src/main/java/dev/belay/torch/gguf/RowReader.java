package dev.belay.torch.gguf;

/**
 * Decodes one stored row of a type. Implementations round once per operation, in the order in which
 * the {@code gguf} Python package computes.
 */
@FunctionalInterface
interface RowReader {

  /**
   * Decodes a row.
   *
   * @param row the stored bytes, whole blocks
   * @param columns how many values they hold
   * @param out where the values go, shape {@code [columns]}
   */
  void read(byte[] row, int columns, float[] out);

  /**
   * The reader of a type.
   *
   * @throws IllegalArgumentException if the type is not {@link GgmlType#supported()}
   */
  static RowReader of(GgmlType type) {
    return switch (type) {
      case F32 -> PlainRows::floats;
      case F16 -> PlainRows::halves;
      case BF16 -> PlainRows::bfloats;
      case Q8_0 -> NibbleRows::eightBits;
      case Q4_0 -> NibbleRows::fourBits;
      case Q4_1 -> NibbleRows::fourBitsAndMinimum;
      case IQ4_NL -> NibbleRows::fourBitsOfTable;
      case Q5_0 -> FiveBitRows::centred;
      case Q5_1 -> FiveBitRows::withMinimum;
      case Q2_K -> LowBitSuperBlocks::twoBits;
      case Q3_K -> LowBitSuperBlocks::threeBits;
      case Q4_K -> MidBitSuperBlocks::fourBits;
      case Q5_K -> MidBitSuperBlocks::fiveBits;
      case Q6_K -> SixBitSuperBlocks::sixBits;
      default -> throw new IllegalArgumentException(type + " cannot be read");
    };
  }
}
