package dev.belay.core.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.belay.core.error.BadInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Expected hashes are those of FIPS 180-4's examples. */
class Sha256Test {
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  private static final String EMPTY =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  @TempDir private Path folder;

  @Test
  void textsAndFilesOfTheSameBytesHaveTheSameHash() throws IOException {
    Path file = Files.writeString(folder.resolve("abc"), "abc");
    assertThat(Sha256.of("abc")).isEqualTo(ABC);
    assertThat(Sha256.of(file)).isEqualTo(ABC);
    assertThat(Sha256.of("")).isEqualTo(EMPTY);
    assertThat(Sha256.of(Files.writeString(file, ""))).isEqualTo(EMPTY);
  }

  @Test
  void filesLongerThanTheBufferAreReadToTheirEnd() throws IOException {
    String text = "0123456789".repeat(20_000);
    assertThat(Sha256.of(Files.writeString(folder.resolve("long"), text)))
        .isEqualTo(Sha256.of(text));
  }

  @Test
  void first64BitsAreTheHashesHead() {
    assertThat(Sha256.first64("abc".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(0xba7816bf8f01cfeaL);
  }

  @Test
  void missingFilesAreBadInput() {
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> Sha256.of(folder.resolve("none")))
        .withMessageContaining("none: cannot be read");
  }
}
