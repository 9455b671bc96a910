package dev.belay.core.data;

import java.nio.file.Path;

/**
 * Where a sample came from.
 *
 * @param file the file's path, or the name of a resource or generator
 * @param line the line that the record starts on, from 1; for generated samples their index from 1
 * @param record which of those that start on that line, from 1
 */
public record SourceLine(String file, long line, int record) {

  public SourceLine {
    if (line < 1 || record < 1) {
      throw new IllegalArgumentException(
          "lines and their records count from 1, not %d and %d".formatted(line, record));
    }
  }

  /** The first or only record of a line. */
  public SourceLine(String file, long line) {
    this(file, line, 1);
  }

  static SourceLine of(Path file, long line) {
    return new SourceLine(file.toString(), line);
  }

  /** The id of a record that has none of its own: no two of one file have the same. */
  public String id() {
    return record == 1 ? "line-" + line : "line-%d.%d".formatted(line, record);
  }

  /** The place within the file. */
  String place() {
    return isParquet() ? "in row " + line : "on line " + line + further();
  }

  private String further() {
    return record == 1 ? "" : ", record " + record;
  }

  private boolean isParquet() {
    return file.endsWith(".parquet");
  }

  /**
   * {@code file:line}, the form that editors and terminals link, and which record of the line it is
   * if not the first; of a file without lines, the number of its row.
   */
  @Override
  public String toString() {
    return isParquet() ? file + " row " + line : file + ":" + line + further();
  }
}
