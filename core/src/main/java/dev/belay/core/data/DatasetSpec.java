package dev.belay.core.data;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which samples are wanted: a dataset of the catalog by name, or a file of the user's own.
 *
 * @param source a dataset's name, or {@code path:FILE}
 * @param split one of the dataset's splits; null for its default. A file of the user's own has none
 * @param label only samples with this label, such as {@code refuse}; null for all. Only labelled
 *     safety prompts have one
 * @param difficulty of generated samples
 */
public record DatasetSpec(
    String source, @Nullable String split, @Nullable String label, Difficulty difficulty) {

  /** What marks a file of the user's own in {@link #source()}. */
  public static final String PATH_PREFIX = "path:";

  /** Samples as hard as the dataset chooses. */
  public DatasetSpec(String source, @Nullable String split, @Nullable String label) {
    this(source, split, label, Difficulty.STANDARD);
  }

  /** Samples whatever their label. */
  public DatasetSpec(String source, @Nullable String split) {
    this(source, split, null, Difficulty.STANDARD);
  }

  public static DatasetSpec named(String name, String split) {
    return new DatasetSpec(name, split);
  }

  public static DatasetSpec file(Path file) {
    return new DatasetSpec(PATH_PREFIX + file, null);
  }

  /** The file, or null when {@link #source()} is a name. */
  @Nullable Path path() {
    return source.startsWith(PATH_PREFIX) ? Path.of(source.substring(PATH_PREFIX.length())) : null;
  }
}
