package dev.belay.core.data;

import dev.belay.core.error.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** Reads the data files that ship with Belay. */
final class BuiltinFiles {

  private static final String FOLDER = "builtin/";

  /** What the datasets that ship with Belay are split into: halves that share no scenario. */
  static final List<String> SPLITS = List.of("align", "measure", "all");

  private BuiltinFiles() {}

  /** Sees to it that a split is one of {@link #SPLITS}. */
  static void requireSplit(String split) {
    if (!SPLITS.contains(split)) {
      throw new IllegalArgumentException("no split " + split + "; there are " + SPLITS);
    }
  }

  /** The records of a file of JSON lines, by its name without ending. */
  static List<DataRow> read(String name) {
    String file = FOLDER + name + ".jsonl";
    try (InputStream in = BuiltinFiles.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new BadInputException("the installation is incomplete: there is no " + file);
      }
      return JsonRows.readLines(Path.of(file), in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a record belongs to a split; every record does to {@code all}. */
  static boolean isIn(String split, DataRow row) {
    return split.equals("all") || row.text("split").equals(split);
  }
}
