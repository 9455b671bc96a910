package dev.belay.torch.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Goldens are made by {@code src/test/python/make_gguf_block_goldens.py}. */
class QuantBlocksTest {

  private static final int ONE = 0x3c00;
  private static final int HALF = 0x3800;

  @ParameterizedTest
  @EnumSource(names = {"Q5_0", "Q5_1", "IQ4_NL", "Q2_K", "Q3_K", "Q4_K", "Q5_K", "Q6_K"})
  void randomBlocksGiveTheBitsOfThePythonPackage(GgmlType type)
      throws IOException, NoSuchAlgorithmException {
    JsonNode golden = TinyGguf.json("quant-blocks.json").get(type.name());
    byte[] data = golden.get("data").binaryValue();
    int rows = golden.get("rows").asInt();
    int columns = golden.get("columns").asInt();
    float[] values = read(type, data, rows, columns);
    for (int i = 0; i < golden.get("first").size(); i++) {
      assertThat((double) values[i]).isEqualTo(golden.get("first").get(i).asDouble());
    }
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(littleEndian(values));
    assertThat(HexFormat.of().formatHex(digest)).isEqualTo(golden.get("sha256").asText());
  }

  /** Scale 0.5; bit 0 and bit 31 of the word are the fifth bits of the first and last value. */
  @Test
  void theFifthBitOfQ5StandsApart() {
    byte[] block = new byte[22];
    half(block, 0, HALF);
    block[2] = 1;
    block[5] = (byte) 0x80;
    block[6] = 0x43; // Low nibble: value 0, high: value 16.
    float[] values = read(GgmlType.Q5_0, block, 1, 32);
    assertThat(values[0]).isEqualTo(0.5f * (3 + 16 - 16));
    assertThat(values[16]).isEqualTo(0.5f * (4 - 16));
    assertThat(values[31]).isZero();
    assertThat(values[1]).isEqualTo(-8f);
  }

  @Test
  void q5WithMinimumAddsIt() {
    byte[] block = new byte[24];
    half(block, 0, HALF);
    half(block, 2, ONE);
    block[4] = 2;
    block[9] = 0x0f;
    float[] values = read(GgmlType.Q5_1, block, 1, 32);
    assertThat(values[1]).isEqualTo(0.5f * 31 + 1);
    assertThat(values[0]).isEqualTo(1f);
  }

  @Test
  void nibblesOfIq4StandForTheTablesValues() {
    byte[] block = new byte[18];
    half(block, 0, HALF);
    block[2] = (byte) 0xf0;
    float[] values = read(GgmlType.IQ4_NL, block, 1, 32);
    assertThat(values[0]).isEqualTo(-63.5f);
    assertThat(values[16]).isEqualTo(56.5f);
  }

  /** Block 9 is the second of the upper half: byte 16 of 32, lowest two bits. */
  @Test
  void q2TakesScaleAndMinimumOfItsBlock() {
    byte[] block = new byte[84];
    block[9] = 0x53; // Scale 3, minimum 5.
    block[16 + 32 + 16] = 2;
    half(block, 80, ONE);
    half(block, 82, HALF);
    float[] values = read(GgmlType.Q2_K, block, 1, 256);
    assertThat(values[144]).isEqualTo(3f * 2 - 2.5f);
    assertThat(values[145]).isEqualTo(-2.5f);
    assertThat(values[0]).isZero();
  }

  /** A cleared third bit takes four off; scales are centred on 32. */
  @Test
  void q3TakesFourOffWhereTheThirdBitIsClear() {
    byte[] block = new byte[110];
    half(block, 108, ONE);
    block[0] = 1; // Third bit of value 0.
    block[32] = 3;
    block[33] = 3;
    block[96] = 1; // Scale 0 is 1 - 32.
    float[] values = read(GgmlType.Q3_K, block, 1, 256);
    assertThat(values[0]).isEqualTo(-31f * 3);
    assertThat(values[1]).isEqualTo(-31f * -1);
    assertThat(values[255]).isEqualTo(-32f * -4);
  }

  /** Scale 5 is 4 low bits in byte 9's low nibble and two on top of scale 1: 0b10_0110 = 38. */
  @Test
  void laterScalesOfQ4AreSplit() {
    byte[] block = new byte[144];
    half(block, 0, ONE);
    half(block, 2, ONE);
    block[4 + 1] = (byte) 0x80;
    block[4 + 9] = 0x36;
    block[16 + 64] = (byte) 0x70; // Blocks 4 and 5 share bytes 64 to 95.
    float[] values = read(GgmlType.Q4_K, block, 1, 256);
    assertThat(values[5 * 32]).isEqualTo(38f * 7 - 3);
    assertThat(values[5 * 32 + 1]).isEqualTo(-3f);
    assertThat(values[4 * 32]).isZero();
  }

  @Test
  void q5SuperBlocksTakeTheFifthBitByBlock() {
    byte[] block = new byte[176];
    half(block, 0, ONE);
    block[4] = 2; // Scale 0.
    block[16 + 3] = 1; // Fifth bit of value 3 of block 0.
    block[48 + 3] = 0x05;
    assertThat(read(GgmlType.Q5_K, block, 1, 256)[3]).isEqualTo(2f * 21);
  }

  @Test
  void q6IsCentredOnThirtyTwo() {
    byte[] block = new byte[210];
    half(block, 208, HALF);
    block[192] = -4;
    block[0] = 0x0f;
    block[128] = 3;
    float[] values = read(GgmlType.Q6_K, block, 1, 256);
    assertThat(values[0]).isEqualTo(-2f * 31);
    assertThat(values[1]).isEqualTo(64f);
    assertThat(values[255]).isEqualTo(0f, within(0f));
  }

  static float[] read(GgmlType type, byte[] data, int rows, int columns) {
    MemorySegment bytes = MemorySegment.ofArray(data);
    Dequantizer dequantizer =
        new Dequantizer(new GgufTensor("t", type, List.of((long) rows, (long) columns), bytes));
    float[] values = new float[rows * columns];
    float[] row = new float[columns];
    for (int r = 0; r < rows; r++) {
      dequantizer.readRow(r, row);
      System.arraycopy(row, 0, values, r * columns, columns);
    }
    return values;
  }

  static byte[] littleEndian(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  private static void half(byte[] block, int at, int bits) {
    block[at] = (byte) bits;
    block[at + 1] = (byte) (bits >> 8);
  }
}
