package dev.belay.core.recipe;

import dev.belay.core.data.ColumnNames;
import java.nio.file.Path;

/** Where the prompts of a suite are. */
public sealed interface SuiteSource {

  /** A suite that Belay knows, or a plug-in brings; its name may say a level. */
  record Known(String name) implements SuiteSource {}

  /**
   * A file of the user's own.
   *
   * @param columns what the names of its columns mean
   */
  record OwnFile(String path, ColumnNames columns) implements SuiteSource {

    /** A file whose columns have Belay's names, or those of a known format. */
    public OwnFile(String path) {
      this(path, ColumnNames.AS_THEY_ARE);
    }

    /** The file. */
    public Path file() {
      return Path.of(path);
    }
  }
}
