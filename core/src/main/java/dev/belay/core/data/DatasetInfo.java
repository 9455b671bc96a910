package dev.belay.core.data;

import java.util.List;

/**
 * What the catalog says about a dataset.
 *
 * @param name the name that recipes use
 * @param version rises when the same name and split would give other samples
 * @param description one sentence
 * @param splits the splits, the default one first
 * @param files where its files lie under a data folder, alternatives in the order tried; empty for
 *     what ships with Belay
 * @param origin where the files come from; for what ships with Belay, that it does
 * @param licence the licence of the data
 */
public record DatasetInfo(
    String name,
    int version,
    String description,
    List<String> splits,
    List<String> files,
    String origin,
    String licence) {

  public DatasetInfo {
    splits = List.copyOf(splits);
    files = List.copyOf(files);
    if (splits.isEmpty()) {
      throw new IllegalArgumentException("dataset " + name + " needs at least one split");
    }
  }

  /** Whether it ships with Belay. */
  public boolean embedded() {
    return files.isEmpty();
  }
}
