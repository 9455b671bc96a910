package dev.belay.core.data;

import java.util.List;

/** A named, versioned source of samples. */
public interface Dataset {

  DatasetInfo info();

  /**
   * Reads one split.
   *
   * @param split one of {@link DatasetInfo#splits()}
   * @param locations where files are looked for
   * @return the samples, always in the same order
   * @throws dev.belay.core.error.BadInputException when a file is missing or broken
   */
  List<? extends Sample> load(String split, DataLocations locations);
}
