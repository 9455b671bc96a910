package dev.belay.core.data;

import dev.belay.core.error.BadInputException;
import java.util.List;
import java.util.Map;

/** A named, versioned source of samples. */
public interface Dataset {

  DatasetInfo info();

  /** Whether the split's files are found, or ship with Belay. */
  default boolean isAvailable(String split, DataLocations locations) {
    List<String> files =
        info().files().stream().map(path -> path.replace("{split}", split)).toList();
    return info().embedded() || locations.find(files).isPresent();
  }

  /**
   * Reads one split.
   *
   * @param split one of {@link DatasetInfo#splits()}
   * @param locations where files are looked for
   * @return the samples, always in the same order
   * @throws dev.belay.core.error.BadInputException when a file is missing or broken
   */
  List<? extends Sample> load(String split, DataLocations locations);

  /**
   * Reads one split, as hard as is wanted.
   *
   * @throws BadInputException when the dataset has no such difficulty
   */
  default List<? extends Sample> load(
      String split, Difficulty difficulty, DataLocations locations) {
    if (!difficulty.isStandard()) {
      throw new BadInputException(
          "dataset \"%s\" has no levels; leave out level and difficulty.".formatted(info().name()));
    }
    return load(split, locations);
  }

  /** What else there is to say of it, by name, in order. */
  default Map<String, String> facts() {
    return Map.of();
  }
}
