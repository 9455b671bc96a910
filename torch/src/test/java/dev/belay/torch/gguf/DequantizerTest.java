package dev.belay.torch.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.torch.gguf.GgufBuilder.Bytes;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DequantizerTest {

  @ParameterizedTest
  @EnumSource(names = {"F32", "F16", "BF16", "Q8_0", "Q4_0", "Q4_1"})
  void randomBlocksGiveTheBitsOfThePythonPackage(GgmlType type) throws IOException {
    JsonNode golden = TinyGguf.json("blocks.json").get(type.name());
    int rows = golden.get("rows").asInt();
    int columns = golden.get("columns").asInt();
    Dequantizer dequantizer =
        new Dequantizer(tensor(type, golden.get("data").binaryValue(), rows, columns));
    Bytes bits = new Bytes();
    float[] row = new float[columns];
    for (int r = 0; r < rows; r++) {
      dequantizer.readRow(r, row);
      for (float value : row) {
        bits.int32(Float.floatToRawIntBits(value));
      }
    }
    assertThat(HexFormat.of().formatHex(bits.toArray())).isEqualTo(golden.get("fp32").asText());
  }

  /** d = 0.5 (0x3800), m = -1 (0xbc00); the first byte's low nibble is value 0, its high 16. */
  @Test
  void q4WithMinimumIsScaleTimesNibblePlusMinimum() {
    Bytes block = new Bytes().int16(0x3800).int16(0xbc00).int8(0xf3);
    for (int i = 1; i < 16; i++) {
      block.int8(0);
    }
    float[] row = read(GgmlType.Q4_1, block.toArray());
    assertThat(row[0]).isEqualTo(0.5f * 3 - 1);
    assertThat(row[16]).isEqualTo(0.5f * 15 - 1);
    assertThat(row[1]).isEqualTo(-1f);
  }

  @Test
  void q4WithoutMinimumIsCentredOnEight() {
    Bytes block = new Bytes().int16(0x4000).int8(0x08);
    for (int i = 1; i < 16; i++) {
      block.int8(0x88);
    }
    float[] row = read(GgmlType.Q4_0, block.toArray());
    assertThat(row[0]).isZero();
    assertThat(row[16]).isEqualTo(-16f);
    assertThat(row[5]).isZero();
  }

  @Test
  void q8IsScaleTimesSignedByte() {
    Bytes block = new Bytes().int16(0x3400).int8(-128).int8(127);
    for (int i = 2; i < 32; i++) {
      block.int8(0);
    }
    float[] row = read(GgmlType.Q8_0, block.toArray());
    assertThat(row[0]).isEqualTo(-32f);
    assertThat(row[1]).isEqualTo(31.75f);
  }

  @Test
  void halvesKeepSubnormalsAndInfinities() {
    GgufTensor tensor =
        tensor(GgmlType.F16, new Bytes().int16(0x0001).int16(0xfc00).toArray(), 1, 2);
    float[] row = new float[2];
    new Dequantizer(tensor).readRow(0, row);
    assertThat(row).containsExactly(0x1p-24f, Float.NEGATIVE_INFINITY);
  }

  @Test
  void otherTypesAreRefused() {
    GgufTensor tensor = tensor(GgmlType.IQ2_S, new byte[82], 1, 256);
    assertThatThrownBy(() -> new Dequantizer(tensor))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("IQ2_S");
  }

  private static float[] read(GgmlType type, byte[] block) {
    float[] row = new float[32];
    new Dequantizer(tensor(type, block, 1, 32)).readRow(0, row);
    return row;
  }

  private static GgufTensor tensor(GgmlType type, byte[] data, long rows, long columns) {
    return new GgufTensor("t", type, List.of(rows, columns), MemorySegment.ofArray(data));
  }
}
