package dev.belay.core.data;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A format of data files that is not text. Providers are found by {@link java.util.ServiceLoader}.
 */
public interface RowFormat {

  /** How the names of such files end, without the dot and in lower case. */
  String extension();

  /**
   * Reads a file record by record.
   *
   * @param rows takes the records in their order; numbers keep every digit, as those of JSON do
   * @throws dev.belay.core.error.BadInputException when the file cannot be read or is broken
   */
  void read(Path file, Consumer<DataRow> rows);
}
