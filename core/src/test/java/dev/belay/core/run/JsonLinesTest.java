package dev.belay.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.error.BadInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesTest {

  private static final String LINES = "{\"step\":1,\"t\":\"不\"}\n{\"step\":2,\"t\":\"能😀\"}\n";

  @TempDir Path temp;

  @Test
  void cutAnywhereTheWholeLinesAreRead() throws IOException {
    Path file = temp.resolve("cut.jsonl");
    byte[] bytes = LINES.getBytes(StandardCharsets.UTF_8);
    for (int end = 0; end <= bytes.length; end++) {
      byte[] cut = Arrays.copyOf(bytes, end);
      Files.write(file, cut);
      long whole = new String(cut, StandardCharsets.UTF_8).chars().filter(c -> c == '\n').count();
      assertThat(JsonLines.readWhole(file)).as("cut at " + end).hasSize((int) whole);
    }
  }

  @Test
  void metricsGoOnAfterALineCutInsideACharacter() throws IOException {
    Path file = temp.resolve("metrics.jsonl");
    byte[] bytes = LINES.getBytes(StandardCharsets.UTF_8);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 5)); // Three bytes of an emoji's four.
    try (MetricsLog log = MetricsLog.openAfter(file, 1)) {
      log.append(Map.of("step", 2));
      assertThat(log.lines()).extracting(line -> line.path("step").asInt()).containsExactly(1, 2);
    }
  }

  @Test
  void aWholeLineThatIsNoTextIsNamed() throws IOException {
    Path file = temp.resolve("broken.jsonl");
    Files.write(file, new byte[] {'{', '}', '\n', (byte) 0xff, '\n'});
    assertThatThrownBy(() -> JsonLines.readWhole(file))
        .isInstanceOf(BadInputException.class)
        .hasMessage(file + ":2: has bytes that are not UTF-8.");
  }

  @Test
  void linksAreNotWrittenThrough() throws IOException {
    Path victim = Files.writeString(temp.resolve("victim"), "mine");
    Path link = Files.createSymbolicLink(temp.resolve("link.jsonl"), victim);
    assertThatThrownBy(() -> JsonLines.append(link, "{}\n"))
        .isInstanceOf(UncheckedIOException.class);
    Path file = temp.resolve("summary.json");
    Files.createSymbolicLink(AtomicFiles.temporaryFor(file), victim);
    AtomicFiles.write(file, "new");
    assertThat(victim).hasContent("mine");
    assertThat(file).hasContent("new").isRegularFile();
  }

  @Test
  void aLockIsForOneAndNoLink() throws IOException {
    try (FolderLock _ = FolderLock.of(temp, "evaluation")) {
      assertThatThrownBy(() -> FolderLock.of(temp, "evaluation"))
          .isInstanceOf(BadInputException.class)
          .hasMessage(temp + ": another process works on this evaluation; wait for it or stop it.");
    }
    FolderLock.of(temp, "evaluation").close();
    Path other = Files.createDirectory(temp.resolve("other"));
    Files.createSymbolicLink(other.resolve(FolderLock.NAME), temp.resolve("made"));
    assertThatThrownBy(() -> FolderLock.of(other, "run"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("is a symbolic link");
    assertThat(temp.resolve("made")).doesNotExist();
  }
}
