package dev.belay.torch.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.belay.core.error.BadInputException;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.tensor.NativeMemory;
import dev.belay.torch.tensor.TensorScope;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsFileTest {

  @TempDir Path directory;

  /** A file with this header, not padded, and so many bytes 1, 2, 3… behind it. */
  private Path file(String header, int dataBytes) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer buffer = ByteBuffer.allocate(8 + json.length + dataBytes);
    buffer.order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).put(json);
    for (int i = 1; i <= dataBytes; i++) {
      buffer.put((byte) i);
    }
    return Files.write(directory.resolve("x.safetensors"), buffer.array());
  }

  private static String tensor(String name, String type, String shape, long begin, long end) {
    return "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
        .formatted(name, type, shape, begin, end);
  }

  private static String issueOf(Path path) {
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      return "none: " + file.entries();
    } catch (BadInputException e) {
      assertThat(e.issues()).allSatisfy(issue -> assertThat(issue).startsWith(path + ": "));
      return String.join("\n", e.issues());
    }
  }

  @Test
  void describesTheTensorsOfAModel() {
    Path path = TinyModel.LLAMA.directory().resolve("model.safetensors");
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      assertThat(file.entries()).hasSize(20);
      TensorEntry entry = file.entry("model.layers.1.self_attn.k_proj.weight").orElseThrow();
      assertThat(entry.shape()).containsExactly(32L, 64L);
      assertThat(entry.type()).isEqualTo(ElementType.BF16);
      assertThat(entry.bytes()).isEqualTo(2 * 32 * 64);
      assertThat(entry.elements()).isEqualTo(32 * 64);
      assertThat(file.entry("nothing")).isEmpty();
      assertThat(file.metadata()).containsEntry("format", "pt");
      assertThat(file.path()).isEqualTo(path);
    }
  }

  @Test
  void tensorsAreViewsThatOutliveTheScopeTheyWereAskedForIn() throws IOException {
    Path path = file("{" + tensor("a", "U8", "[2,3]", 0, 6) + "}", 6);
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      Tensor inside;
      try (var _ = new TensorScope()) {
        inside = file.tensor("a");
      }
      assertThat(file.tensor("a")).isSameAs(inside);
      assertThat(inside.shape()).containsExactly(2, 3);
      long address = NativeMemory.address(inside);
      assertThat(NativeMemory.ALL.get(ValueLayout.JAVA_BYTE, address + 5)).isEqualTo((byte) 6);
    }
  }

  @Test
  void tensorsThatAreNotAlignedAreCopied() throws IOException {
    String header =
        "{" + tensor("odd", "I32", "[2]", 1, 9) + "," + tensor("a", "U8", "[1]", 0, 1) + "}";
    // Every length of header, so that the data begin at every remainder of 4.
    for (int padding = 0; padding < 4; padding++) {
      try (SafetensorsFile file = SafetensorsFile.open(file(header + " ".repeat(padding), 9))) {
        Tensor odd = file.tensor("odd");
        long address = NativeMemory.address(odd);
        assertThat(address % 4).isZero();
        assertThat(NativeMemory.getInt(address)).isEqualTo(0x05040302);
        assertThat(NativeMemory.getInt(address + 4)).isEqualTo(0x09080706);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void everyNamedTypeIsRead(ElementType type) throws IOException {
    long bytes = 4L * type.bits() / 8;
    Path path = file("{" + tensor("w", type.name(), "[4]", 0, bytes) + "}", (int) bytes);
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      if (type.scalarType().isPresent()) {
        ScalarType given = file.tensor("w").scalar_type().intern();
        assertThat(given).isEqualTo(type.scalarType().get());
        assertThat(ElementType.of(file.tensor("w"))).isEqualTo(type);
      } else {
        assertThatThrownBy(() -> file.tensor("w"))
            .isInstanceOf(BadInputException.class)
            .hasMessageContaining("tensor w is of type " + type);
      }
    }
  }

  @Test
  void acceptsScalarsAndEmptyTensorsAnywhere() throws IOException {
    String header =
        "{%s,%s,%s}"
            .formatted(
                tensor("scalar", "F32", "[]", 0, 4),
                tensor("none", "F32", "[0,7]", 0, 0),
                tensor("end", "BF16", "[3,0]", 4, 4));
    try (SafetensorsFile file = SafetensorsFile.open(file(header, 4))) {
      assertThat(file.tensor("scalar").dim()).isZero();
      assertThat(file.tensor("none").shape()).containsExactly(0, 7);
      assertThat(file.tensor("end").numel()).isZero();
    }
    assertThat(issueOf(file("{}", 0))).isEqualTo("none: {}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"w\":{\"dtype\":\"F31\",\"shape\":[2],\"data_offsets\":[0,8]}} | unknown dtype \"F31\"",
        "{\"w\":{\"shape\":[2],\"data_offsets\":[0,8]}} | unknown dtype (none)",
        "{\"w\":{\"dtype\":\"F32\",\"data_offsets\":[0,8]}} | shape is missing",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2]}} | data_offsets is missing",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}} | shape is [-2]",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2.5],\"data_offsets\":[0,8]}} | shape is [2.5]",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":2,\"data_offsets\":[0,8]}} | shape is 2",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0]}} | not [begin, end]",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}} | not [begin, end]",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,9]}} | span 9 bytes",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}} | needs 12",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[-4,4]}} | data_offsets is"
            + " [-4,4]",
        "{\"w\":{\"dtype\":\"F4\",\"shape\":[3],\"data_offsets\":[0,8]}} | too large to exist",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}} | truncated",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | leaving a gap after"
            + " byte 0",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} | describes 4 bytes",
        "{\"w\":3} | unknown dtype (none)",
        "{\"w\":{\"dtype\":\"F32\" | not valid JSON",
        "{\"w\":1,\"w\":2} | not valid JSON",
        "[1,2] | not a JSON object",
        "nonsense | not valid JSON",
        "{} {} | not valid JSON",
      })
  void refusesAHeaderThatIsWrong(String header, String expected) throws IOException {
    assertThat(issueOf(file(header, 8))).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[4611686018427387904,4]",
        "[9223372036854775807,2]",
        "[9223372036854775808]",
        "[0,9223372036854775807,9223372036854775807]",
        "[3037000500,3037000500]",
        "[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,2]",
      })
  void refusesShapesThatOverflow(String shape) throws IOException {
    String header = "{" + tensor("huge", "F32", shape, 0, 8) + "}";
    assertThat(issueOf(file(header, 8))).contains("tensor huge: ").doesNotContain("none: ");
  }

  @Test
  void refusesTensorsThatOverlap() throws IOException {
    String header =
        "{" + tensor("a", "F32", "[2]", 0, 8) + "," + tensor("b", "F32", "[2]", 4, 12) + "}";
    assertThat(issueOf(file(header, 12)))
        .contains("tensor b: data begins at byte 4, inside the tensor before it");
    String twice =
        "{" + tensor("a", "F32", "[2]", 0, 8) + "," + tensor("b", "F32", "[2]", 0, 8) + "}";
    assertThat(issueOf(file(twice, 8))).contains("inside the tensor before it");
  }

  @Test
  void namesEveryTensorThatIsWrong() throws IOException {
    String header =
        "{" + tensor("a", "F99", "[2]", 0, 8) + "," + tensor("b", "F32", "[9]", 8, 16) + "}";
    BadInputException e =
        catchThrowableOfType(
            BadInputException.class, () -> SafetensorsFile.open(file(header, 16)).close());
    assertThat(e.issues()).hasSize(2);
    assertThat(e.issues().get(0)).contains("tensor a");
    assertThat(e.issues().get(1)).contains("tensor b");
  }

  @Test
  void aFileCutAnywhereIsRefusedAndNeverMapped() throws IOException {
    Path whole = TinyModel.LLAMA_UNTIED.directory().resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = directory.resolve("cut.safetensors");
    for (int length : new int[] {0, 1, 7, 8, 9, 1000, 5000, bytes.length / 2, bytes.length - 1}) {
      Files.write(cut, Arrays.copyOf(bytes, length));
      assertThat(issueOf(cut)).as("%d bytes", length).doesNotStartWith("none");
    }
    Files.write(cut, Arrays.copyOf(bytes, bytes.length + 1));
    assertThat(issueOf(cut)).contains("the file holds");
    Files.write(cut, bytes);
    assertThat(issueOf(cut)).startsWith("none");
  }

  @Test
  void damageToTheHeaderIsAnErrorOrHarmlessButNeverACrash() throws IOException {
    byte[] whole =
        Files.readAllBytes(TinyModel.LLAMA_UNTIED.directory().resolve("model.safetensors"));
    Path damaged = directory.resolve("damaged.safetensors");
    Random random = new Random(4);
    int refused = 0;
    for (int trial = 0; trial < 300; trial++) {
      byte[] bytes = whole.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        int at = random.nextInt(random.nextInt(10) == 0 ? 8 : 2300);
        bytes[at] = (byte) (random.nextBoolean() ? '0' + random.nextInt(10) : random.nextInt());
      }
      Files.write(damaged, bytes);
      try (SafetensorsFile file = SafetensorsFile.open(damaged)) {
        for (String name : file.entries().keySet()) {
          try (var _ = new TensorScope()) {
            assertThat(file.tensor(name).clone().nbytes())
                .isEqualTo(file.entry(name).orElseThrow().bytes());
          }
        }
      } catch (BadInputException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(150, 299);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 9, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE, -1})
  void refusesAHeaderLengthThatCannotBe(long length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(length).put("{}      ".getBytes(StandardCharsets.UTF_8));
    Path path = Files.write(directory.resolve("x.safetensors"), buffer.array());
    assertThat(issueOf(path)).contains("header");
  }

  @Test
  void refusesWhatIsNoFile() {
    assertThat(issueOf(directory.resolve("missing.safetensors"))).contains("no such file");
    assertThat(issueOf(directory)).contains("is a folder");
  }

  @Test
  void asksAreRefusedAfterCloseAndForUnknownNames() throws IOException {
    SafetensorsFile file =
        SafetensorsFile.open(file("{" + tensor("a", "U8", "[6]", 0, 6) + "}", 6));
    assertThatThrownBy(() -> file.tensor("b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no tensor b");
    file.close();
    file.close();
    assertThatThrownBy(() -> file.tensor("a")).isInstanceOf(IllegalStateException.class);
  }
}
