package dev.belay.core.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.error.BadInputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileBytesTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  private Path folder;

  @Test
  void whatUnpacksToMoreThanTheMemoryHoldsIsRefused() throws IOException {
    Path bomb = folder.resolve("bomb.jsonl.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(bomb))) {
      out.write(new byte[3 << 20]);
    }
    assertThat(Files.size(bomb)).isLessThan(10_000);
    assertThatThrownBy(() -> FileBytes.read(bomb, 2 << 20))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("holds more than 2 MiB; split it");
    assertThat(FileBytes.read(bomb, 3 << 20)).hasSize(3 << 20);
    assertThatThrownBy(() -> FileBytes.read(bomb, 1_000)).hasMessageContaining("holds more than");
  }
}
