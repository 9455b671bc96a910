package dev.belay.torch.catalog;

import dev.belay.core.run.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Hidden siblings in which things are made before they get their name. A process that is killed
 * leaves them behind; whoever next holds the lock of the thing removes them.
 */
final class Staging {

  private static final String UUID_FORM = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  private Staging() {}

  /** A new name beside {@code target}. */
  static Path beside(Path target) {
    return target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
  }

  /** Deletes what killed processes left beside {@code target}, by the form of {@link #beside}. */
  static void deleteLeftovers(Path target) throws IOException {
    Pattern leftover =
        Pattern.compile(
            "\\.+"
                + Pattern.quote(String.valueOf(target.getFileName()))
                + "(\\."
                + UUID_FORM
                + ")+");
    List<Path> found;
    try (Stream<Path> siblings = Files.list(target.resolveSibling(".").normalize())) {
      found =
          siblings
              .filter(path -> leftover.matcher(String.valueOf(path.getFileName())).matches())
              .toList();
    }
    for (Path path : found) {
      AtomicFiles.deleteTree(path);
    }
  }
}
