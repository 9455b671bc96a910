package dev.belay.torch.library;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.util.Optional;
import java.util.jar.JarEntry;
import org.jspecify.annotations.Nullable;

/**
 * A native library inside a jar of the class path.
 *
 * @param name of the file it becomes
 * @param url of the entry
 * @param bytes its size
 * @param crc the jar's checksum of it
 */
record LibraryResource(String name, URL url, long bytes, long crc) {

  /** The resource of a path, if the class path has it and has it in a jar. */
  static Optional<LibraryResource> find(ClassLoader loader, String path) {
    @Nullable URL url = loader.getResource(path);
    try {
      if (url == null || !(url.openConnection() instanceof JarURLConnection jar)) {
        return Optional.empty();
      }
      JarEntry entry = jar.getJarEntry();
      String name = path.substring(path.lastIndexOf('/') + 1);
      return Optional.of(new LibraryResource(name, url, entry.getSize(), entry.getCrc()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + url + ": " + e.getMessage(), e);
    }
  }
}
