package dev.belay.core.data;

import dev.belay.core.error.BadInputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where a relative path is looked for: beside the file that names it, then in the current folder. A
 * path that is found is made absolute, so that whatever is copied from that file finds it too, from
 * any folder; one that is not is left as it was written, for whoever opens it to say so.
 */
public final class FilePlaces {

  private final List<Path> folders;

  private FilePlaces(List<Path> folders) {
    this.folders = folders.stream().map(FilePlaces::absolute).distinct().toList();
  }

  /** For paths that stand in a file. */
  public static FilePlaces beside(Path file) {
    return new FilePlaces(List.of(absolute(file).resolveSibling(""), Path.of("")));
  }

  /** For paths of a command line: the current folder alone. */
  public static FilePlaces current() {
    return new FilePlaces(List.of(Path.of("")));
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }

  /** A file, a folder, or a pattern that some file matches, as an absolute path. */
  public Optional<String> find(String path) {
    return find(path, FilePlaces::isThere);
  }

  /**
   * The directory or file of a model. Names of models and ids of hubs have slashes too, so that
   * only what is a model there counts, and nothing without a slash.
   */
  public Optional<String> findModel(String name) {
    return name.indexOf('/') < 0 && !isGguf(name)
        ? Optional.empty()
        : find(name, FilePlaces::isModel);
  }

  private Optional<String> find(String path, Predicate<Path> wanted) {
    if (path.isBlank()) {
      return Optional.empty();
    }
    try {
      return folders.stream()
          .map(folder -> folder.resolve(path).normalize())
          .filter(wanted)
          .findFirst()
          .map(Path::toString);
    } catch (InvalidPathException e) {
      return Optional.empty(); // Whoever opens it says so.
    }
  }

  private static boolean isThere(Path path) {
    try {
      return Files.exists(path)
          || (DataFiles.isPattern(path.toString())
              && !DataFiles.of(List.of(path.toString())).isEmpty());
    } catch (BadInputException e) {
      return false; // Nothing matches, or it is no pattern, which reading it will say.
    }
  }

  private static boolean isModel(Path path) {
    return isGguf(path.toString())
        ? Files.isRegularFile(path)
        : Files.exists(path.resolve("config.json"))
            || Files.exists(path.resolve("adapter_config.json"));
  }

  private static boolean isGguf(String name) {
    return name.regionMatches(true, name.length() - 5, ".gguf", 0, 5);
  }

  /** Whether a model's name can be nothing but a path. */
  public static boolean isModelPath(String name) {
    return name.startsWith("./") || name.startsWith("../") || isGguf(name);
  }

  /** Where it was looked for, as the end of a message that a file is not there. */
  public String tried() {
    return folders.size() == 1
        ? "It was looked for in %s.".formatted(folders.getFirst())
        : "It was looked for in %s, beside the file that names it, then in the current folder, %s."
            .formatted(folders.getFirst(), folders.getLast());
  }
}
