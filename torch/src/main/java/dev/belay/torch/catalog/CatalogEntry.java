package dev.belay.torch.catalog;

import java.util.List;

/**
 * A model that can be pulled by name.
 *
 * @param name what recipes call it
 * @param description one line for people
 * @param licence SPDX identifier of the model's licence
 * @param origin hub id of the model that the file was made from
 * @param file the file that is the model, whatever source it comes from
 * @param sources where to get it, in the order to try
 */
public record CatalogEntry(
    String name,
    String description,
    String licence,
    String origin,
    PinnedFile file,
    List<ModelSource> sources) {

  public CatalogEntry {
    sources = List.copyOf(sources);
  }

  /**
   * A file known to the byte.
   *
   * @param name its name
   * @param bytes its size
   * @param sha256 its SHA-256, in lower-case hexadecimal
   */
  public record PinnedFile(String name, long bytes, String sha256) {

    Checksum checksum() {
      return new Checksum(Checksum.Algorithm.SHA256, sha256);
    }
  }
}
