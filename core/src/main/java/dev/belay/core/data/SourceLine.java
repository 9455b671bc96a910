package dev.belay.core.data;

import java.nio.file.Path;

/**
 * Where a sample came from.
 *
 * @param file the file's path, or the name of a resource or generator
 * @param line the line that the record starts on, from 1; for generated samples their index from 1
 */
public record SourceLine(String file, long line) {

  public SourceLine {
    if (line < 1) {
      throw new IllegalArgumentException("lines count from 1, not " + line);
    }
  }

  static SourceLine of(Path file, long line) {
    return new SourceLine(file.toString(), line);
  }

  /**
   * {@code file:line}, the form that editors and terminals link; of a file without lines, the
   * number of its row.
   */
  @Override
  public String toString() {
    return file.endsWith(".parquet") ? file + " row " + line : file + ":" + line;
  }
}
