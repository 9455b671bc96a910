package dev.belay.torch.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A model that can be pulled by name.
 *
 * @param name what recipes call it
 * @param description one line for people
 * @param licence the model's licence
 * @param origin hub id of the model that the file was made from
 * @param file the file that is the model, whatever source it comes from
 * @param sources where to get it, in the order to try
 */
public record CatalogEntry(
    String name,
    String description,
    Licence licence,
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

    /** Whether the file is there, whole and unchanged. */
    boolean isAt(Path path) throws IOException {
      return Files.isRegularFile(path) && Files.size(path) == bytes && checksum().matches(path);
    }
  }
}
