package dev.belay.core.data;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.text.FileBytes;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Reads comma- or tab-separated values (RFC 4180); a record may run over several lines. */
final class CsvRows {

  private final Path file;
  private final char separator;
  private final LineCounter lines;

  private CsvRows(Path file, char separator, LineCounter lines) {
    this.file = file;
    this.separator = separator;
    this.lines = lines;
  }

  /**
   * @param delimiter what stands between fields, unless the file itself says it
   * @param columns the column names; empty to take them from the first record
   */
  static List<DataRow> read(Path file, byte[] bytes, char delimiter, List<String> columns) {
    String decoded = FileBytes.decode(file, bytes, 0, bytes.length, 1);
    boolean named = columns.isEmpty();
    String text = named ? CsvHeader.withoutSeparatorLine(decoded) : decoded;
    char separator = named ? CsvHeader.separator(decoded).orElse(delimiter) : delimiter;
    CSVFormat format =
        CSVFormat.RFC4180.builder().setDelimiter(separator).setIgnoreEmptyLines(true).get();
    try (CSVParser parser = CSVParser.parse(new StringReader(text), format)) {
      return new CsvRows(file, separator, new LineCounter(text)).read(parser, columns);
    } catch (IOException e) {
      throw new BadInputException("%s: cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private List<DataRow> read(CSVParser parser, List<String> columns) {
    List<DataRow> rows = new ArrayList<>();
    Issues issues = new Issues();
    List<String> header = columns;
    long line = parser.getCurrentLineNumber() + 1;
    try {
      for (CSVRecord record : parser) {
        line = lines.lineAt(record.getCharacterPosition());
        if (header.isEmpty()) {
          header = record.toList();
          CsvHeader.check(SourceLine.of(file, line), header, separator);
        } else if (record.size() == header.size()) {
          rows.add(row(SourceLine.of(file, line), header, record));
        } else {
          issues.add(
              "%s:%d: has %d fields, the header %d; quote fields that contain the separator."
                  .formatted(file, line, record.size(), header.size()));
        }
        line = parser.getCurrentLineNumber() + 1;
      }
    } catch (UncheckedIOException e) {
      issues.add("%s:%d: broken record: %s.".formatted(file, line, words(e)));
    }
    issues.throwIfAny();
    if (header.isEmpty()) {
      throw new BadInputException(file + ":1: has no header; the first line names the columns.");
    }
    return rows;
  }

  /** The library says it in words of its own. */
  private static String words(UncheckedIOException error) {
    String message = String.valueOf(error.getMessage());
    if (message.contains("EOF reached")) {
      return "a quote is opened and not closed";
    }
    return message.contains("encapsulated token")
        ? "text follows a closing quote; a quote within a quoted field is written twice"
        : "its quotes are out of order";
  }

  private static DataRow row(SourceLine source, List<String> header, CSVRecord record) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < header.size(); i++) {
      fields.put(header.get(i), record.get(i));
    }
    return new DataRow(source, fields);
  }

  /** Turns ascending character positions into lines, past the empty lines that stand there. */
  private static final class LineCounter {
    private final String text;
    private int position;
    private long line = 1;

    LineCounter(String text) {
      this.text = text;
    }

    long lineAt(long target) {
      while (position < text.length() && (position < target || isLineEnd(position))) {
        line += endsLine(position) ? 1 : 0;
        position++;
      }
      return line;
    }

    private boolean isLineEnd(int at) {
      return text.charAt(at) == '\n' || text.charAt(at) == '\r';
    }

    private boolean endsLine(int at) {
      boolean lone = text.charAt(at) == '\r' && !text.startsWith("\n", at + 1);
      return text.charAt(at) == '\n' || lone;
    }
  }
}
