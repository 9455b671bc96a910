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
import java.util.Iterator;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;

/** Reads comma- or tab-separated values (RFC 4180); a record may run over several lines. */
final class CsvRows {

  private CsvRows() {}

  /**
   * @param delimiter what stands between fields
   * @param columns the column names; empty to take them from the first record
   */
  static List<DataRow> read(Path file, byte[] bytes, char delimiter, List<String> columns) {
    String text = FileBytes.decode(file, bytes, 0, bytes.length, 1);
    CSVFormat.Builder format =
        CSVFormat.RFC4180
            .builder()
            .setDelimiter(delimiter)
            .setIgnoreEmptyLines(true)
            .setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW);
    if (columns.isEmpty()) {
      format.setHeader().setSkipHeaderRecord(true);
    } else {
      format.setHeader(columns.toArray(String[]::new));
    }
    try (CSVParser parser = CSVParser.parse(new StringReader(text), format.get())) {
      if (parser.getHeaderNames().isEmpty()) {
        throw new BadInputException(file + ":1: has no header; the first line names the columns.");
      }
      return readRecords(file, parser, new LineCounter(text));
    } catch (IllegalArgumentException e) {
      throw new BadInputException("%s:1: bad header: %s".formatted(file, e.getMessage()), e);
    } catch (IOException e) {
      throw new BadInputException("%s: cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static List<DataRow> readRecords(Path file, CSVParser parser, LineCounter lines) {
    List<DataRow> rows = new ArrayList<>();
    Issues issues = new Issues();
    long line = parser.getCurrentLineNumber() + 1;
    try {
      Iterator<CSVRecord> records = parser.iterator();
      while (records.hasNext()) {
        CSVRecord record = records.next();
        line = lines.lineAt(record.getCharacterPosition());
        if (record.isConsistent()) {
          rows.add(row(SourceLine.of(file, line), parser.getHeaderNames(), record));
        } else {
          issues.add(
              "%s:%d: has %d fields, the header %d; quote fields that contain the separator."
                  .formatted(file, line, record.size(), parser.getHeaderNames().size()));
        }
        line = parser.getCurrentLineNumber() + 1;
      }
    } catch (UncheckedIOException e) {
      issues.add("%s:%d: broken record: %s".formatted(file, line, String.valueOf(e.getMessage())));
    }
    issues.throwIfAny();
    return rows;
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
