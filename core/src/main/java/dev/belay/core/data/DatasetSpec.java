package dev.belay.core.data;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which samples are wanted: a dataset of the catalog by name, or files of the user's own.
 *
 * @param source a dataset's name; of files, what messages call them
 * @param split one of the dataset's splits; null for its default. Files of the user's own have none
 * @param label only samples with this label, such as {@code refuse}; null for all. Only labelled
 *     safety prompts have one
 * @param difficulty of generated samples
 * @param files of the user's own; {@link FileSpec#NONE} where the source is a dataset
 */
public record DatasetSpec(
    String source,
    @Nullable String split,
    @Nullable String label,
    Difficulty difficulty,
    FileSpec files) {

  /** Samples of a dataset. */
  public DatasetSpec(
      String source, @Nullable String split, @Nullable String label, Difficulty difficulty) {
    this(source, split, label, difficulty, FileSpec.NONE);
  }

  /** Samples whatever their label. */
  public DatasetSpec(String source, @Nullable String split) {
    this(source, split, null, Difficulty.STANDARD);
  }

  public static DatasetSpec named(String name, String split) {
    return new DatasetSpec(name, split);
  }

  /** One file whose columns have Belay's names. */
  public static DatasetSpec file(Path file) {
    return files(FileSpec.of(file.toString()));
  }

  /** Files of the user's own. */
  public static DatasetSpec files(FileSpec files) {
    return new DatasetSpec(files.toString(), null, null, Difficulty.STANDARD, files);
  }
}
