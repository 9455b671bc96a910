package dev.belay.torch.library;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A jar with files that stand for libraries. */
final class FakeJar {

  private FakeJar() {}

  /**
   * Writes a jar and names its entries as libraries.
   *
   * @param contents texts by the entries' names
   */
  static LibrarySet libraries(Path jar, Map<String, String> contents) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (var entry : contents.entrySet()) {
        zip.putNextEntry(new ZipEntry("native/" + entry.getKey()));
        zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    List<LibraryResource> resources;
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
      resources =
          contents.keySet().stream()
              .map(name -> LibraryResource.find(loader, "native/" + name).orElseThrow())
              .toList();
    }
    return new LibrarySet(resources);
  }
}
