package dev.belay.core.data;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.JsonErrors;
import dev.belay.core.json.WellFormed;
import dev.belay.core.text.FileBytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads JSON lines, JSON arrays and plain lines. Numbers keep every digit. */
final class JsonRows {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();
  private static final ObjectReader WHOLE_LINE =
      MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private JsonRows() {}

  /** One object a line; empty lines are skipped. */
  static List<DataRow> readLines(Path file, byte[] bytes) {
    List<DataRow> rows = new ArrayList<>();
    Issues issues = new Issues();
    forEachLine(
        bytes,
        (start, length, line) -> {
          DataRow row =
              issues.collect(
                  () -> parse(file, line, FileBytes.decode(file, bytes, start, length, line)));
          if (row != null) {
            rows.add(row);
          }
        });
    issues.throwIfAny();
    return rows;
  }

  /** One line. */
  static DataRow parse(Path file, long line, String text) {
    try {
      JsonNode node = WHOLE_LINE.readTree(text);
      if (node instanceof ObjectNode fields) {
        return new DataRow(SourceLine.of(file, line), mended(fields, text));
      }
      throw new BadInputException(
          "%s:%d: each line must be a JSON object, found %s."
              .formatted(file, line, DataRow.shortened(text.strip())));
    } catch (JsonEOFException e) {
      throw new BadInputException(
          "%s:%d: broken JSON: it ends in the middle of a value. In JSON Lines each record stands on one line; a file that is laid out over several is a .json, an array."
              .formatted(file, line),
          e);
    } catch (JsonProcessingException e) {
      throw broken(file, line, e);
    } catch (NumberFormatException e) {
      throw tooLarge(file, line, e);
    }
  }

  /** Escapes can spell halves of characters, which no file can hold. */
  private static <T extends JsonNode> T mended(T node, String text) {
    if (text.contains("\\u")) {
      WellFormed.mend(node);
    }
    return node;
  }

  /** One record a line, in the column {@code text}; empty lines are skipped. */
  static List<DataRow> readText(Path file, byte[] bytes) {
    List<DataRow> rows = new ArrayList<>();
    forEachLine(
        bytes,
        (start, length, line) -> {
          String text = FileBytes.decode(file, bytes, start, length, line).strip();
          rows.add(textRow(SourceLine.of(file, line), text));
        });
    return rows;
  }

  /**
   * The elements of an array; texts become the column {@code text}.
   *
   * @param path the fields that lead to the array; empty when the file is the array
   */
  static List<DataRow> readArray(Path file, byte[] bytes, List<String> path) {
    String text = FileBytes.decode(file, bytes, 0, bytes.length, 1);
    try (JsonParser parser = MAPPER.createParser(text)) {
      for (String field : path) {
        enter(file, parser, field);
      }
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw new BadInputException(
            "%s:%d: needs an array%s, found %s."
                .formatted(
                    file,
                    Math.max(1, parser.currentTokenLocation().getLineNr()),
                    path.isEmpty() ? "" : " in " + String.join(".", path),
                    describe(parser.currentToken())));
      }
      List<DataRow> rows = readElements(file, parser);
      if (path.isEmpty() && parser.nextToken() != null) {
        throw new BadInputException(
            "%s:%d: has more after the array; remove it."
                .formatted(file, parser.currentTokenLocation().getLineNr()));
      }
      return rows;
    } catch (JsonProcessingException e) {
      throw broken(file, Math.max(1, e.getLocation() == null ? 1 : e.getLocation().getLineNr()), e);
    } catch (NumberFormatException e) {
      throw tooLarge(file, 1, e);
    } catch (IOException e) {
      throw new BadInputException("%s: cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static void enter(Path file, JsonParser parser, String field) throws IOException {
    if (parser.nextToken() == JsonToken.START_OBJECT) {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        if (parser.currentName().equals(field)) {
          return;
        }
        parser.nextToken();
        parser.skipChildren();
      }
    }
    throw new BadInputException(
        "%s:%d: no field \"%s\"."
            .formatted(file, Math.max(1, parser.currentTokenLocation().getLineNr()), field));
  }

  private static List<DataRow> readElements(Path file, JsonParser parser) throws IOException {
    List<DataRow> rows = new ArrayList<>();
    Issues issues = new Issues();
    long line = 0;
    int ofLine = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      long begins = parser.currentTokenLocation().getLineNr();
      ofLine = begins == line ? ofLine + 1 : 1;
      line = begins;
      SourceLine source = new SourceLine(file.toString(), line, ofLine);
      JsonNode element = parser.readValueAsTree();
      if (element instanceof ObjectNode fields) {
        rows.add(new DataRow(source, fields));
        WellFormed.mend(fields);
      } else if (element.isTextual()) {
        rows.add(textRow(source, element.textValue()));
      } else {
        issues.add(
            "%s: each element must be an object or a text, found %s."
                .formatted(source, DataRow.shortened(element.toString())));
      }
    }
    issues.throwIfAny();
    return rows;
  }

  private static String describe(@Nullable JsonToken token) {
    return token == null ? "nothing" : token == JsonToken.START_OBJECT ? "an object" : "a value";
  }

  private static DataRow textRow(SourceLine source, String text) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode().put("text", text);
    return new DataRow(source, fields);
  }

  private static BadInputException broken(Path file, long line, JsonProcessingException e) {
    return new BadInputException(
        "%s:%d: broken JSON: %s.".formatted(file, line, JsonErrors.words(e)), e);
  }

  /** Numbers whose exponent no decimal number holds. */
  private static BadInputException tooLarge(Path file, long line, RuntimeException e) {
    return new BadInputException(
        "%s:%d: has a number that is too large to be read.".formatted(file, line), e);
  }

  private interface LineReader {
    void read(int start, int length, long line);
  }

  private static void forEachLine(byte[] bytes, LineReader reader) {
    long line = 1;
    int start = 0;
    for (int i = 0; i <= bytes.length; i++) {
      if (i == bytes.length || bytes[i] == '\n') {
        if (!blank(bytes, start, i)) {
          reader.read(start, i - start, line);
        }
        start = i + 1;
        line++;
      }
    }
  }

  private static boolean blank(byte[] bytes, int start, int end) {
    for (int i = start; i < end; i++) {
      if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
        return false;
      }
    }
    return true;
  }
}
