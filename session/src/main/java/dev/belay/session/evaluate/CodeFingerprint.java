package dev.belay.session.evaluate;

import dev.belay.core.hash.Sha256;
import dev.belay.safety.eval.Evaluation;
import dev.belay.torch.generate.RolloutEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What identifies the code that completes prompts: another build may decode otherwise, whatever its
 * version is called. Judges and verifiers are not in it; they have versions of their own.
 */
final class CodeFingerprint {

  /** One class of each module that decides what a completion is. */
  private static final List<Class<?>> MODULES =
      List.of(Sha256.class, RolloutEngine.class, Evaluation.class, CodeFingerprint.class);

  /** Reading the code takes a moment, and it does not change while it runs. */
  private static final String CURRENT = compute();

  private CodeFingerprint() {}

  /** SHA-256 over the jars, or the class files, of this process. */
  static String current() {
    return CURRENT;
  }

  private static String compute() {
    Set<Path> sources = new TreeSet<>();
    for (Class<?> one : MODULES) {
      CodeSource source = one.getProtectionDomain().getCodeSource();
      try {
        sources.add(Path.of(source.getLocation().toURI()));
      } catch (URISyntaxException e) {
        throw new IllegalStateException("classes come from a file or a folder", e);
      }
    }
    StringBuilder hashes = new StringBuilder();
    sources.forEach(source -> hashes.append(hash(source)).append('\n'));
    return Sha256.of(hashes.toString());
  }

  private static String hash(Path source) {
    if (!Files.isDirectory(source)) {
      return Sha256.of(source);
    }
    StringBuilder hashes = new StringBuilder();
    try (Stream<Path> files = Files.walk(source)) {
      files
          .filter(Files::isRegularFile)
          .sorted()
          .forEach(
              file ->
                  hashes
                      .append(source.relativize(file))
                      .append(' ')
                      .append(Sha256.of(file))
                      .append('\n'));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + source + ": " + e.getMessage(), e);
    }
    return Sha256.of(hashes.toString());
  }
}
