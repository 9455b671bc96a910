package dev.belay.torch.catalog;

import dev.belay.core.run.AtomicFiles;
import dev.belay.core.run.Progress;
import dev.belay.torch.format.ElementType;
import dev.belay.torch.gguf.GgufImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Model directories made from GGUF files, one per content: made once, found again by checksum. */
final class ImportedModels {

  /** Raised when the importer's output changes, so that old directories are made anew. */
  private static final int IMPORTER_VERSION = 2;

  private static final ElementType TYPE = ElementType.BF16;

  private final ModelHome home;
  private final Progress progress;

  ImportedModels(ModelHome home, Progress progress) {
    this.home = home;
    this.progress = progress;
  }

  /** Where the model made from a file of this name and content is, or would be. */
  Path directoryFor(String fileName, String sha256) {
    String stem = fileName.replaceFirst("(?i)\\.gguf$", "").replaceAll("[^A-Za-z0-9._-]", "_");
    String name = "%s-%s-v%d".formatted(stem, sha256.substring(0, 16), IMPORTER_VERSION);
    return home.imported().resolve(name);
  }

  /**
   * The directory made from a GGUF file, made now if it is not there.
   *
   * @param origin further lines for {@code provenance.json}
   */
  Path imported(Path gguf, String sha256, Map<String, Object> origin) throws IOException {
    Path directory = directoryFor(String.valueOf(gguf.getFileName()), sha256);
    if (ModelProvenance.isThere(directory)) {
      return directory;
    }
    Path lockFile = home.locks().resolve(directory.getFileName() + ".lock");
    return StoreLock.hold(
        lockFile,
        progress,
        () -> {
          if (!ModelProvenance.isThere(directory)) {
            make(gguf, sha256, origin, directory);
          }
          return directory;
        });
  }

  private void make(Path gguf, String sha256, Map<String, Object> origin, Path directory)
      throws IOException {
    Files.createDirectories(home.imported());
    Staging.deleteLeftovers(directory);
    Path staging = Staging.beside(directory);
    try {
      progress.start("importing " + gguf.getFileName(), 0);
      List<String> warnings = GgufImporter.importModel(gguf, staging, TYPE);
      Map<String, Object> provenance = new LinkedHashMap<>();
      provenance.put("kind", "imported");
      provenance.put("file", String.valueOf(gguf.getFileName()));
      provenance.put("sha256", sha256);
      provenance.put("dtype", TYPE.name());
      provenance.put("importer_version", IMPORTER_VERSION);
      provenance.putAll(origin);
      ModelProvenance.write(staging, provenance);
      AtomicFiles.move(staging, directory);
      progress.finish("");
      warnings.forEach(progress::warn);
    } finally {
      AtomicFiles.deleteTree(staging);
    }
  }
}
