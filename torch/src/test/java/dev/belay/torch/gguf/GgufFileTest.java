package dev.belay.torch.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.error.BadInputException;
import dev.belay.torch.gguf.GgufBuilder.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GgufFileTest {

  @TempDir Path directory;

  @Test
  void readsWhatThePythonPackageWrote() throws IOException {
    Path path = Files.write(directory.resolve("tiny.gguf"), TinyGguf.file());
    try (GgufFile file = GgufFile.open(path)) {
      assertThat(file.version()).isEqualTo(3);
      assertThat(file.path()).isEqualTo(path);
      GgufMetadata metadata = file.metadata();
      assertThat(metadata.text("general.architecture")).isEqualTo("llama");
      assertThat(metadata.whole("llama.block_count", 0, 100)).isEqualTo(2);
      assertThat(metadata.real("llama.attention.layer_norm_rms_epsilon")).isEqualTo(1e-5);
      assertThat(metadata.flag("tokenizer.ggml.add_bos_token", true)).isFalse();
      assertThat(metadata.texts("tokenizer.ggml.tokens")).startsWith("<|endoftext|>");
      assertThat(file.tensors()).hasSize(2 * 9 + 2);
      GgufTensor key = file.tensor("blk.0.attn_k.weight").orElseThrow();
      assertThat(key.type()).isEqualTo(GgmlType.F16);
      assertThat(key.shape()).containsExactly(32L, 64L);
      assertThat(key.data().byteSize()).isEqualTo(32 * 64 * 2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void readsEveryTypeOfValue(int version) throws IOException {
    GgufBuilder builder =
        new GgufBuilder()
            .version(version)
            .raw("u8", GgufValueType.UINT8, new Bytes().int8(200))
            .raw("i8", GgufValueType.INT8, new Bytes().int8(200))
            .raw("u16", GgufValueType.UINT16, new Bytes().int16(60000))
            .raw("i16", GgufValueType.INT16, new Bytes().int16(60000))
            .whole("u32", -1)
            .raw("i32", GgufValueType.INT32, new Bytes().int32(-1))
            .raw("u64", GgufValueType.UINT64, new Bytes().int64(-1))
            .raw("i64", GgufValueType.INT64, new Bytes().int64(-1))
            .real("f32", 1e-5f)
            .raw("f64", GgufValueType.FLOAT64, new Bytes().int64(Double.doubleToLongBits(0.1)))
            .truth("bool", true)
            .text("text", "é😀")
            .texts("texts", List.of("a", ""))
            .wholes("list", 3, -4)
            .raw(
                "nested",
                GgufValueType.ARRAY,
                new Bytes().int32(9).int64(1).int32(0).int64(2).int8(1).int8(2));
    try (GgufFile file = GgufFile.open(builder.write(directory.resolve("all.gguf")))) {
      GgufMetadata metadata = file.metadata();
      assertThat(whole(metadata, "u8")).isEqualTo(200);
      assertThat(whole(metadata, "i8")).isEqualTo(-56);
      assertThat(whole(metadata, "u16")).isEqualTo(60000);
      assertThat(whole(metadata, "i16")).isEqualTo(60000 - 65536);
      assertThat(whole(metadata, "u32")).isEqualTo(4294967295L);
      assertThat(whole(metadata, "i32")).isEqualTo(-1);
      assertThat(whole(metadata, "i64")).isEqualTo(-1);
      assertThat(metadata.value("u64").orElseThrow().describe()).isEqualTo("18446744073709551615");
      assertThat(metadata.real("f32")).isEqualTo(1e-5);
      assertThat(metadata.real("f64")).isEqualTo(0.1);
      assertThat(metadata.flag("bool", false)).isTrue();
      assertThat(metadata.text("text")).isEqualTo("é😀");
      assertThat(metadata.texts("texts")).containsExactly("a", "");
      assertThat(metadata.wholes("list", 2)).containsExactly(3, -4);
      assertThat(metadata.value("nested").orElseThrow().describe()).contains("1 arrays");
    }
  }

  @Test
  void readingAValueOfAnotherTypeNamesFileKeyAndWhatWasExpected() throws IOException {
    GgufBuilder builder = new GgufBuilder().text("a", "x").whole("b", 7).wholes("c", 1, 2);
    try (GgufFile file = GgufFile.open(builder.write(directory.resolve("f.gguf")))) {
      GgufMetadata metadata = file.metadata();
      assertIssue(() -> metadata.whole("a", 0, 9), "f.gguf: a: found \"x\", expected an integer");
      assertIssue(() -> metadata.whole("b", 0, 6), "f.gguf: b: found 7", "from 0 to 6");
      assertIssue(() -> metadata.text("b"), "b: found 7, expected a string");
      assertIssue(() -> metadata.texts("c"), "c: found an array of 2 INT32");
      assertIssue(() -> metadata.wholes("c", 3), "expected an array of 3 integers");
      assertIssue(() -> metadata.whole("c", 0, 9), "expected one value for all layers");
      assertIssue(() -> metadata.real("d"), "f.gguf: d: missing");
    }
  }

  @Test
  void equalValuesPerLayerCountAsOne() throws IOException {
    GgufBuilder builder = new GgufBuilder().wholes("heads", 4, 4, 4);
    try (GgufFile file = GgufFile.open(builder.write(directory.resolve("f.gguf")))) {
      assertThat(file.metadata().whole("heads", 0, 9)).isEqualTo(4);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 64, 4096})
  void alignmentIsTheFilesOwn(int alignment) throws IOException {
    GgufBuilder builder =
        new GgufBuilder().alignment(alignment).constant("first", 1, 3).constant("second", 2, 2, 5);
    try (GgufFile file = GgufFile.open(builder.write(directory.resolve("f.gguf")))) {
      float[] row = new float[2];
      new Dequantizer(file.tensor("second").orElseThrow()).readRow(4, row);
      assertThat(row).containsExactly(2f, 2f);
    }
  }

  @Test
  void aMissingFileIsSaidSo() {
    assertIssue(() -> GgufFile.open(directory.resolve("none.gguf")), "none.gguf", "no such file");
    assertIssue(() -> GgufFile.open(directory), "is a folder");
  }

  private static long whole(GgufMetadata metadata, String key) {
    return ((GgufValue.Whole) metadata.value(key).orElseThrow()).value();
  }

  private static void assertIssue(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String... parts) {
    assertThatThrownBy(call).isInstanceOf(BadInputException.class).hasMessageContainingAll(parts);
  }
}
