package dev.belay.core.text;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.error.BadInputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineStreamTest {

  private static final Path NAME = Path.of("in.jsonl");

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  private Path folder;

  private static List<String> read(byte[] bytes) {
    List<String> lines = new ArrayList<>();
    try (LineStream stream = LineStream.of(NAME, new ByteArrayInputStream(bytes))) {
      for (LineStream.Line line = stream.next(); line != null; line = stream.next()) {
        lines.add(line.number() + ":" + line.text());
      }
    }
    return lines;
  }

  private static byte[] packed(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  @Test
  void onlyALineFeedEndsALine() {
    assertThat(read("a\r\n\nb\u2028c\u0085d\re\n".getBytes(UTF_8)))
        .containsExactly("1:a", "2:", "3:b\u2028c\u0085d\re");
    assertThat(read("a\nb".getBytes(UTF_8))).containsExactly("1:a", "2:b");
    assertThat(read(new byte[0])).isEmpty();
    assertThat(read(new byte[] {'x'})).containsExactly("1:x");
  }

  @Test
  void marksUtf16AndGzipAreSeenWhateverTheName() throws IOException {
    byte[] text = "ä\nö".getBytes(UTF_8);
    assertThat(read("\ufeffä\nö".getBytes(UTF_8))).containsExactly("1:ä", "2:ö");
    assertThat(read(packed(text))).containsExactly("1:ä", "2:ö");
    assertThat(read(packed("\ufeffä\nö".getBytes(UTF_8)))).containsExactly("1:ä", "2:ö");
    assertThat(read("ä\nö".getBytes(UTF_16))).containsExactly("1:ä", "2:ö");
  }

  @Test
  void aLineThatIsNoUtf8IsNamedAndTheNextIsRead() {
    byte[] bytes = {'a', '\n', (byte) 0xff, '\n', 'c'};
    try (LineStream stream = LineStream.of(NAME, new ByteArrayInputStream(bytes))) {
      assertThat(stream.next()).isEqualTo(new LineStream.Line(1, "a"));
      assertThatThrownBy(stream::next)
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("in.jsonl:2: has bytes that are not UTF-8");
      assertThat(stream.number()).isEqualTo(2);
      assertThat(stream.next()).isEqualTo(new LineStream.Line(3, "c"));
      assertThat(stream.next()).isNull();
    }
  }

  @Test
  void aCutArchiveEndsWithAnErrorAndThenNothing() throws IOException {
    byte[] whole = packed("a\n".repeat(100_000).getBytes(UTF_8));
    byte[] cut = Arrays.copyOf(whole, whole.length / 2);
    try (LineStream stream = LineStream.of(NAME, new ByteArrayInputStream(cut))) {
      assertThatThrownBy(() -> readAll(stream))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("cannot be read");
      assertThat(stream.next()).isNull();
    }
  }

  private static long readAll(LineStream stream) {
    long lines = 0;
    while (stream.next() != null) {
      lines++;
    }
    return lines;
  }

  @Test
  void whatIsNoFileIsSaid() throws IOException {
    assertThatThrownBy(() -> LineStream.open(folder)).hasMessageContaining("is a folder");
    assertThatThrownBy(() -> LineStream.open(folder.resolve("none")))
        .hasMessageContaining("no such file");
    Path file = Files.writeString(folder.resolve("x"), "a\n");
    try (LineStream stream = LineStream.open(file)) {
      assertThat(stream.next()).isEqualTo(new LineStream.Line(1, "a"));
    }
  }
}
