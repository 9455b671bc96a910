package dev.belay.core.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** JSON Lines files that a killed process may have left with half a last line. */
public final class JsonLines {

  private JsonLines() {}

  /** The file's whole lines; an unfinished last one is left out. No file is no lines. */
  public static List<JsonNode> readWhole(Path file) {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8);
      List<JsonNode> lines = new ArrayList<>();
      int start = 0;
      for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
        lines.add(parse(text.substring(start, end), file, lines.size() + 1));
        start = end + 1;
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Every line of a file that somebody else wrote; the last may lack its line feed, and empty lines
   * are passed over.
   */
  public static List<JsonNode> readAll(Path file) {
    try {
      List<JsonNode> lines = new ArrayList<>();
      int number = 0;
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        number++;
        if (!line.isBlank()) {
          lines.add(parse(line, file, number));
        }
      }
      return lines;
    } catch (IOException e) {
      throw new BadInputException(file + ": cannot be read as UTF-8 text: " + e.getMessage(), e);
    }
  }

  private static JsonNode parse(String line, Path file, int number) {
    try {
      return Json.MAPPER.readTree(line);
    } catch (JsonProcessingException e) {
      throw new BadInputException(
          file + ":" + number + ": not valid JSON: " + e.getOriginalMessage(), e);
    }
  }
}
