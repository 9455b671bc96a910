package dev.belay.train.sweep;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The jar of module {@code spark}, which depends on nothing of Belay, as Spark has other versions
 * of what Belay is made of. It lies on the class path only to be found.
 */
final class SparkJar {

  static final String MAIN = "dev.belay.spark.CellsJob";

  private static final String CLASS = MAIN.replace('.', '/') + ".class";

  /** From the class to the folder that its package lies in. */
  private static final String TO_ROOT = "../".repeat(CLASS.split("/", -1).length);

  private SparkJar() {}

  /**
   * The jar itself; where its classes lie in a folder, as in a build, a jar that is made of them.
   *
   * @param folder where a jar can be made
   */
  static Path in(Path folder) {
    @Nullable URL found = SparkJar.class.getClassLoader().getResource(CLASS);
    if (found == null) {
      throw new IllegalStateException("belay-spark.jar is not on the class path");
    }
    try {
      if (found.getProtocol().equals("jar")) {
        String inside = found.getPath();
        return Path.of(new URI(inside.substring(0, inside.indexOf("!/"))));
      }
      Path classes = Path.of(found.toURI()).resolve(TO_ROOT).normalize();
      return made(classes, folder.resolve("belay-spark.jar"));
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a class path entry is no path: " + found, e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write into " + folder + ": " + e.getMessage(), e);
    }
  }

  private static Path made(Path classes, Path jar) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> all = Files.walk(classes)) {
      List<Path> wanted = all.filter(path -> path.toString().endsWith(".class")).sorted().toList();
      for (Path each : wanted) {
        out.putNextEntry(new JarEntry(classes.relativize(each).toString().replace('\\', '/')));
        Files.copy(each, out);
        out.closeEntry();
      }
    }
    return jar;
  }
}
