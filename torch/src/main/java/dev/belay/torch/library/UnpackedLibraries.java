package dev.belay.torch.library;

import dev.belay.core.error.BadInputException;
import dev.belay.core.run.AtomicFiles;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds a folder for the libraries of this build, and unpacks them there if they are not yet. */
final class UnpackedLibraries {

  private UnpackedLibraries() {}

  /**
   * The first folder that has the libraries; else the first that takes them; else a temporary one
   * of this process, which goes when it ends.
   *
   * @throws BadInputException if none takes them
   */
  static Path of(LibrarySet set, CacheHome home) {
    List<LibraryFolder> folders = home.libraryFolders().stream().map(LibraryFolder::new).toList();
    for (LibraryFolder folder : folders) {
      if (folder.has(set)) {
        return folder.folder(set);
      }
    }
    List<String> refusals = new ArrayList<>();
    for (LibraryFolder folder : folders) {
      try {
        return folder.unpack(set);
      } catch (IOException e) {
        refusals.add(folder.root() + ": " + reason(e));
      }
    }
    return temporary(set, refusals);
  }

  private static Path temporary(LibrarySet set, List<String> refusals) {
    try {
      Path root = Files.createTempDirectory("belay-native-"); // Nobody else may write there.
      Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteQuietly(root)));
      return new LibraryFolder(root).unpack(set);
    } catch (IOException e) {
      refusals.add(System.getProperty("java.io.tmpdir") + ": " + reason(e));
      throw new BadInputException(
          ("cannot unpack the native libraries (%.0f MB): %s. Make room, or set XDG_CACHE_HOME to a"
                  + " folder that can be written.")
              .formatted(set.bytes() / 1e6, String.join("; ", refusals)),
          e);
    }
  }

  private static String reason(IOException e) {
    String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
    return reason == null || reason.isBlank() ? e.getClass().getSimpleName() : reason;
  }

  private static void deleteQuietly(Path folder) {
    try {
      AtomicFiles.deleteTree(folder);
    } catch (IOException e) {
      // The system clears its temporary folder; nobody is left to be told.
    }
  }
}
