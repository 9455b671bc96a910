package dev.belay.core.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/**
 * {@code metrics.jsonl}: one line a step, each with {@code step}. Opened for a resumed run, it
 * first drops the lines after the checkpoint, since those steps will be taken again.
 */
public final class MetricsLog implements AutoCloseable {

  private final Path file;
  private final FileChannel channel;

  private MetricsLog(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Opens the log so that the next line is that of step {@code lastStep + 1}.
   *
   * @param lastStep the last step whose effects the resumed state holds; 0 starts anew
   */
  public static MetricsLog openAfter(Path file, long lastStep) {
    StringBuilder kept = new StringBuilder();
    for (JsonNode line : JsonLines.readWhole(file)) {
      if (line.path("step").asLong() <= lastStep) {
        kept.append(line).append('\n');
      }
    }
    AtomicFiles.write(file, kept.toString());
    try {
      return new MetricsLog(
          file,
          FileChannel.open(
              file,
              StandardOpenOption.WRITE,
              StandardOpenOption.APPEND,
              StandardOpenOption.CREATE,
              LinkOption.NOFOLLOW_LINKS));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  /** Appends one line; keys keep their order. */
  public void append(Map<String, ?> metrics) {
    try {
      byte[] line =
          (Json.MAPPER.writeValueAsString(metrics) + "\n").getBytes(StandardCharsets.UTF_8);
      ByteBuffer buffer = ByteBuffer.wrap(line);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a metric that JSON cannot hold: " + metrics, e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  /** The whole lines written so far. */
  public List<JsonNode> lines() {
    return JsonLines.readWhole(file);
  }

  @Override
  public void close() {
    try {
      channel.force(true);
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
