package dev.belay.torch.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.error.BadInputException;
import dev.belay.torch.gguf.GgufBuilder.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that lie. Each gives one error that says where; none a crash or a huge allocation. */
class HostileGgufTest {

  private static final long HUGE = Long.MAX_VALUE / 2;

  @TempDir Path directory;

  static Stream<Arguments> lies() {
    return Stream.of(
        lie("not a GGUF file", new byte[0]),
        lie("not a GGUF file", "not a model".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
        lie("version 1", small().version(1).build()),
        lie("version 4294967295", small().version(-1).build()),
        lie("big-endian", small().version(Integer.reverseBytes(3)).build()),
        lie("the tensor count", small().addToTensorCount(HUGE).build()),
        lie("the tensor count", small().addToTensorCount(-2).build()),
        lie("the metadata count", small().addToKeyCount(HUGE).build()),
        lie("key: unknown value type 13", small().raw("key", 13, new Bytes()).build()),
        lie("key: unknown value type 4294967295", small().raw("key", -1, new Bytes()).build()),
        lie("metadata key a appears twice", small().whole("a", 1).whole("a", 2).build()),
        lie(
            "key says a string of 9223372036854775807 bytes",
            small().raw("key", GgufValueType.STRING, new Bytes().int64(Long.MAX_VALUE)).build()),
        lie(
            "key says a string of 18446744073709551615 bytes",
            small().raw("key", GgufValueType.STRING, new Bytes().int64(-1)).build()),
        lie(
            "key is not valid UTF-8",
            small().raw("key", GgufValueType.STRING, new Bytes().int64(1).int8(0xff)).build()),
        lie("key says 4611686018427387903 entries", small().raw("key", 9, array(4, HUGE)).build()),
        lie("key says 18446744073709551615 entries", small().raw("key", 9, array(8, -1)).build()),
        lie("key: arrays nested", small().raw("key", 9, nested(60)).build()),
        lie("key: unknown value type 77", small().raw("key", 9, array(77, 1)).build()),
        lie("general.alignment: found 0", small().whole("general.alignment", 0).build()),
        lie("general.alignment: found 24", small().whole("general.alignment", 24).build()),
        lie("tensor t: 0 dimensions", small().tensor("t", 0, new byte[4]).build()),
        lie("tensor t: 5 dimensions", small().tensor("t", 0, new byte[4], 1, 1, 1, 1, 1).build()),
        lie("tensor t: impossible shape", small().tensor("t", 0, new byte[4], 1, 0).build()),
        lie("tensor t: impossible shape", small().tensor("t", 0, new byte[4], -1).build()),
        lie("tensor t: impossible shape", small().tensor("t", 0, new byte[4], HUGE, 8).build()),
        lie(
            "tensor t: impossible shape",
            small().tensor("t", 0, new byte[4], 1L << 32, 1L << 32).build()),
        lie("tensor t: impossible shape", small().tensor("t", 0, new byte[4], HUGE).build()),
        lie("tensor t: F32 [268435456]", small().tensor("t", 0, new byte[4], 1 << 28).build()),
        lie("tensor t: rows of 33", small().tensor("t", 3, new byte[40], 33).build()),
        lie("tensor t: unknown type number 99", small().tensor("t", 99, new byte[4], 1).build()),
        lie("tensor t: unknown type number 4", small().tensor("t", 4, new byte[40], 32).build()),
        lie("tensor t: offset 4 is not", small().tensorAt(4, "t", 0, new byte[4], 1).build()),
        lie("tensor t: offset 18446744", small().tensorAt(-32, "t", 0, new byte[4], 1).build()),
        lie("tensor t: F32 [1] needs", small().tensorAt(1L << 40, "t", 0, new byte[4], 1).build()),
        lie("tensor t: overlaps tensor u", overlapping().build()),
        lie("tensor t: appears twice", small().constant("t", 1, 1).constant("t", 1, 1).build()));
  }

  @ParameterizedTest
  @MethodSource("lies")
  void eachLieIsNamed(String expected, byte[] file) throws IOException {
    Path path = Files.write(directory.resolve("lie.gguf"), file);
    assertThatThrownBy(() -> GgufFile.open(path))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("lie.gguf", expected);
  }

  @Test
  void aFileCutAnywhereIsRefused() throws IOException {
    byte[] whole = small().constant("t", 1, 5).texts("k", java.util.List.of("a", "b")).build();
    for (int length = 0; length < whole.length; length++) {
      Path path = Files.write(directory.resolve("cut.gguf"), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> GgufFile.open(path))
          .as("cut at %d", length)
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("cut.gguf");
    }
  }

  @Test
  void aRealFileCutInItsDataNamesATensor() throws IOException {
    byte[] tiny = TinyGguf.file();
    Path path = Files.write(directory.resolve("cut.gguf"), Arrays.copyOf(tiny, tiny.length - 1));
    assertThatThrownBy(() -> GgufFile.open(path))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("tensor output_norm.weight", "truncated");
  }

  /** Whatever bytes are changed, the file opens, or is refused in words. */
  @Test
  void randomDamageIsNeverWorseThanAnError() throws IOException {
    byte[] whole = small().constant("t", 1, 4, 4).tensor("u", 3, new byte[40], 32, 2).build();
    Random random = new Random(11);
    int refused = 0;
    for (int i = 0; i < 1500; i++) {
      byte[] damaged = whole.clone();
      for (int n = random.nextInt(1, 4); n > 0; n--) {
        damage(damaged, random);
      }
      Path path = Files.write(directory.resolve("damaged.gguf"), damaged);
      try (GgufFile file = GgufFile.open(path)) {
        file.tensors().values().forEach(tensor -> tensor.data().get(BYTE, 0));
      } catch (BadInputException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(100, 1499);
  }

  private static final java.lang.foreign.ValueLayout.OfByte BYTE =
      java.lang.foreign.ValueLayout.JAVA_BYTE;

  private static void damage(byte[] bytes, Random random) {
    int at = random.nextInt(bytes.length - 8);
    if (random.nextBoolean()) {
      bytes[at] = (byte) random.nextInt();
    } else {
      long value = random.nextBoolean() ? random.nextLong() : -random.nextInt(4);
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(at, value);
    }
  }

  private static Arguments lie(String expected, byte[] file) {
    return Arguments.of(expected, file);
  }

  private static GgufBuilder small() {
    return new GgufBuilder().text("general.architecture", "llama").whole("answer", 42);
  }

  private static GgufBuilder overlapping() {
    return small().tensorAt(0, "u", 0, new byte[40], 10).tensorAt(32, "t", 0, new byte[40], 2);
  }

  private static Bytes array(int type, long count) {
    return new Bytes().int32(type).int64(count);
  }

  private static Bytes nested(int depth) {
    Bytes bytes = new Bytes();
    for (int i = 0; i < depth; i++) {
      bytes.int32(GgufValueType.ARRAY.id()).int64(1);
    }
    return bytes;
  }
}
