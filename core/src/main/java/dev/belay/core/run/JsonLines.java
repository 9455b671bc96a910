package dev.belay.core.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import dev.belay.core.json.JsonErrors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** JSON Lines files that a killed process may have left with half a last line. */
public final class JsonLines {

  private JsonLines() {}

  /**
   * The file's whole lines; an unfinished last one is left out, wherever it was cut off, be it
   * inside a character. No file is no lines.
   *
   * @throws BadInputException naming the whole line that is not UTF-8 or not JSON
   */
  public static List<JsonNode> readWhole(Path file) {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      byte[] bytes = Files.readAllBytes(file);
      List<JsonNode> lines = new ArrayList<>();
      int start = 0;
      for (int end = 0; end < bytes.length; end++) {
        if (bytes[end] == '\n') {
          String line = decode(bytes, start, end, file, lines.size() + 1);
          lines.add(parse(line, file, lines.size() + 1));
          start = end + 1;
        }
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Adds text to the end of a file, which is made if there is none; a symbolic link is not
   * followed. A kill may leave the text cut off anywhere: {@link #readWhole} leaves out what was.
   *
   * @param lines each with its line feed
   */
  public static void append(Path file, String lines) {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.APPEND,
            LinkOption.NOFOLLOW_LINKS)) {
      ByteBuffer buffer = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private static String decode(byte[] bytes, int start, int end, Path file, int number) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, start, end - start))
          .toString();
    } catch (CharacterCodingException e) {
      throw new BadInputException(file + ":" + number + ": has bytes that are not UTF-8.", e);
    }
  }

  private static JsonNode parse(String line, Path file, int number) {
    try {
      return Json.MAPPER.readTree(line);
    } catch (JsonProcessingException e) {
      throw new BadInputException(
          file + ":" + number + ": not valid JSON: " + JsonErrors.words(e), e);
    }
  }
}
