package dev.belay.core.parquet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.data.DataRow;
import dev.belay.core.data.RowFormat;
import dev.belay.core.data.SourceLine;
import dev.belay.core.error.BadInputException;
import dev.belay.core.text.GivenPath;
import dev.hardwood.HardwoodContext;
import dev.hardwood.InputFile;
import dev.hardwood.internal.EncryptedParquetException;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Reads Parquet as {@code datasets} and {@code pyarrow} write it, row by row. Rows are those that
 * the same table has as JSON Lines: numbers with every digit, lists and structs as they nest,
 * absent values as null. Bytes that are no text are null as well.
 *
 * <p>A file is read by one thread besides the caller's, a few pages of each column at a time. How
 * large those are, and what all rows hold together, is bounded by Java's memory.
 */
public final class ParquetFormat implements RowFormat {

  /** The library speaks of its own means there. Held here, since loggers are held weakly. */
  private static final Logger LIBRARY = Logger.getLogger("dev.hardwood");

  static {
    LIBRARY.setLevel(Level.OFF);
  }

  @Override
  public String extension() {
    return "parquet";
  }

  @Override
  public void read(Path file, Consumer<DataRow> rows) {
    if (!Files.isRegularFile(file)) {
      throw GivenPath.noFile(file, "cannot be read: there is no such file.");
    }
    read(file, Limits.ofThisProcess(), rows);
  }

  static void read(Path file, Limits limits, Consumer<DataRow> rows) {
    try (HardwoodContext context = Codecs.context(limits);
        InputFile input = InputFile.of(file)) {
      read(file, input, context, limits, rows);
    } catch (BadInputException e) {
      throw e;
    } catch (EncryptedParquetException e) {
      throw new BadInputException(file + ": is encrypted; write it without.", e);
    } catch (Exception | StackOverflowError | OutOfMemoryError e) {
      throw broken(file, e);
    }
  }

  private static void read(
      Path file, InputFile input, HardwoodContext context, Limits limits, Consumer<DataRow> rows)
      throws Exception {
    try (ParquetFileReader reader = ParquetFileReader.open(input, context)) {
      PageCheck.check(file, input, reader, limits);
      RowNodes nodes = new RowNodes(file, limits);
      long number = 0;
      try (RowReader row = reader.rowReader()) {
        while (row.hasNext()) {
          row.next();
          number++;
          ObjectNode fields = nodes.of(row);
          rows.accept(new DataRow(new SourceLine(file.toString(), number), fields));
        }
      }
      long declared = reader.getFileMetaData().numRows();
      if (number != declared) {
        throw new BadInputException(
            "%s: is a broken Parquet file: it declares %d rows and has %d; fetch the file again."
                .formatted(file, declared, number));
      }
    }
  }

  /** What went wrong inside, in the words of whoever found it. */
  private static BadInputException broken(Path file, Throwable error) {
    Throwable cause = error;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof BadInputException refused) {
      return refused;
    }
    if (cause instanceof OutOfMemoryError) {
      return new BadInputException(
          file
              + ": what it unpacks to does not fit into memory. Write it with smaller row groups,"
              + " or give more memory: BELAY_HEAP=4g.",
          error);
    }
    return new BadInputException(
        "%s: is no Parquet file, or a broken one: %s. Fetch the file again."
            .formatted(file, words(cause)),
        error);
  }

  /** The library's own words where it found the fault; else it fell over what it had read. */
  private static String words(Throwable cause) {
    if (cause instanceof StackOverflowError) {
      return "its columns nest too deeply";
    }
    boolean said =
        cause instanceof IOException
            || cause instanceof IllegalArgumentException
            || cause instanceof IllegalStateException
            || cause instanceof UnsupportedOperationException;
    String message = said ? cause.getMessage() : null;
    return message == null || message.isBlank()
        ? "its parts do not fit together"
        : message.lines().findFirst().orElse("").replaceFirst("[.\\s]++$", "");
  }
}
