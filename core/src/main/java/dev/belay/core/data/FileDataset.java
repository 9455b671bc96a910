package dev.belay.core.data;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * A public dataset that is read from the user's own copy of its files.
 *
 * @param info what it is
 * @param filesOf where the file of a split may lie under a data folder
 * @param reader reads the file of a split
 */
record FileDataset(DatasetInfo info, Function<String, List<String>> filesOf, Reader reader)
    implements Dataset {

  /** Reads the samples of one split from its file. */
  interface Reader {
    List<? extends Sample> read(Path file, String split);
  }

  @Override
  public List<? extends Sample> load(String split, DataLocations locations) {
    Path file = locations.require("dataset " + info.name(), filesOf.apply(split));
    return reader.read(file, split);
  }
}
