package dev.belay.torch.library;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;

/** Libraries as JavaCPP loads them: on systems whose files Belay does not know by name. */
final class JavaCppLibraries {

  private JavaCppLibraries() {}

  /** Whether somebody used libtorch before Belay did, or keeps JavaCPP's classes elsewhere. */
  @SuppressWarnings("ReferenceEquality") // Loaders have no other equality.
  static boolean areLoaded() {
    return Loader.class.getClassLoader() != JavaCppLibraries.class.getClassLoader()
        || Loader.getLoadedLibraries().containsKey("jnitorch");
  }

  /**
   * Has JavaCPP unpack and load libtorch while no other process of Belay does.
   *
   * @param folders for the lock, the best first
   */
  static void load(List<Path> folders) {
    for (Path folder : folders) {
      try {
        Files.createDirectories(folder);
        loadLocked(folder.resolve(".javacpp.lock"));
        return;
      } catch (IOException e) {
        // The next folder, or no lock: a lone process needs none.
      }
    }
    Loader.load(torch.class);
  }

  private static void loadLocked(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      var _ = channel.lock(); // Closing the channel releases it.
      Loader.load(torch.class);
    }
  }
}
