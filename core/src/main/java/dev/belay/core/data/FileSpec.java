package dev.belay.core.data;

import java.util.List;

/**
 * Files of the user's own, as a recipe names them.
 *
 * @param paths files, patterns of their names and folders, as {@link DataFiles} reads them; empty
 *     when the samples are in no such file
 * @param columns what the names of their columns mean
 */
public record FileSpec(List<String> paths, ColumnNames columns) {

  /** No file. */
  public static final FileSpec NONE = new FileSpec(List.of(), ColumnNames.AS_THEY_ARE);

  public FileSpec {
    paths = List.copyOf(paths);
  }

  /** One file whose columns have Belay's names. */
  public static FileSpec of(String path) {
    return new FileSpec(List.of(path), ColumnNames.AS_THEY_ARE);
  }

  /** Whether there is no file. */
  public boolean isNone() {
    return paths.isEmpty();
  }

  /** As a person reads it. */
  @Override
  public String toString() {
    return String.join(", ", paths) + columns;
  }
}
