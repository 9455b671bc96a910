package dev.belay.core.data;

import dev.belay.core.error.BadInputException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/**
 * Finds the files of the user's own that paths name: a file itself; those whose names match a
 * pattern ({@code data/train-*.parquet}; {@code *}, {@code ?}, {@code [a-c]}, {@code {a,b}} within
 * names of files and folders); of a folder, those that lie in it and have the one format that its
 * data files have. Files of a pattern and of a folder come in the order of their names, and hidden
 * ones are left out.
 */
final class DataFiles {

  private static final String MAGIC = "*?[{";

  /** A pattern that matches more is surely not meant. */
  private static final int MOST = 10_000;

  private DataFiles() {}

  /**
   * The files, in the order of the paths.
   *
   * @throws BadInputException for each path that names none, and each file that is named twice
   */
  static List<Path> of(List<String> paths) {
    Issues issues = new Issues();
    Map<Path, String> named = new HashMap<>();
    List<Path> files = new ArrayList<>();
    for (String path : paths) {
      List<Path> found = issues.collect(() -> find(path));
      for (Path file : found == null ? List.<Path>of() : found) {
        String earlier = named.putIfAbsent(real(file), path);
        if (earlier == null) {
          files.add(file);
        } else {
          issues.add(
              "%s: is named twice, by %s and by %s; every record would count twice. Drop one."
                  .formatted(file, earlier, path));
        }
      }
    }
    issues.throwIfAny();
    return List.copyOf(files);
  }

  private static Path real(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      return file.toAbsolutePath().normalize(); // Reading it will say that it is not there.
    }
  }

  private static List<Path> find(String text) {
    Path path = path(text);
    if (Files.isDirectory(path)) {
      return ofFolder(path);
    }
    if (Files.exists(path) || !isPattern(text)) {
      return List.of(path);
    }
    Path root = path.getRoot();
    List<Path> found = List.of(root == null ? Path.of("") : root);
    for (int i = 0; i < path.getNameCount(); i++) {
      String part = path.getName(i).toString();
      boolean last = i == path.getNameCount() - 1;
      found =
          found.stream().flatMap(folder -> matching(folder, part, text, last).stream()).toList();
    }
    if (found.isEmpty()) {
      throw new BadInputException(
          "%s: no file matches this pattern. Look where it leads; * stands for any part of a name, not for folders."
              .formatted(text));
    }
    if (found.size() > MOST) {
      throw new BadInputException(
          "%s: matches %d files; at most %d are read.".formatted(text, found.size(), MOST));
    }
    return found;
  }

  /** Whether a path may stand for several files. */
  static boolean isPattern(String path) {
    return path.chars().anyMatch(c -> MAGIC.indexOf(c) >= 0);
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new BadInputException("\"%s\": is no path: %s.".formatted(text, e.getReason()), e);
    }
  }

  /** What of a folder matches one part of a pattern, in order. */
  private static List<Path> matching(Path folder, String part, String pattern, boolean last) {
    if (part.contains("**")) {
      throw new BadInputException(
          "%s: ** is not known here; write a * for each folder.".formatted(pattern));
    }
    Path literal = folder.resolve(part);
    if (!isPattern(part) || Files.exists(literal)) { // A folder may really be called [old].
      return (last ? Files.isRegularFile(literal) : Files.isDirectory(literal))
          ? List.of(literal)
          : List.of();
    }
    PathMatcher matcher = matcher(part, pattern);
    return list(folder).stream()
        .filter(one -> matcher.matches(one.getFileName()))
        .filter(one -> part.startsWith(".") || !isHidden(one))
        .filter(one -> last ? Files.isRegularFile(one) : Files.isDirectory(one))
        .toList();
  }

  private static PathMatcher matcher(String part, String pattern) {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + part);
    } catch (PatternSyntaxException e) {
      throw new BadInputException(
          "%s: is no pattern: %s.".formatted(pattern, e.getDescription()), e);
    }
  }

  private static List<Path> ofFolder(Path folder) {
    Map<String, List<Path>> formats =
        list(folder).stream()
            .filter(file -> Files.isRegularFile(file) && !isHidden(file))
            .filter(file -> DataReader.formats().contains(DataReader.format(file)))
            .collect(
                Collectors.groupingBy(DataReader::format, LinkedHashMap::new, Collectors.toList()));
    if (formats.isEmpty()) {
      throw new BadInputException(
          "%s: is a folder without data files, whose names end in %s."
              .formatted(folder, String.join(", ", DataReader.formats())));
    }
    if (formats.size() > 1) {
      throw new BadInputException(
          "%s: is a folder with files of several formats (%s); say which, such as %s."
              .formatted(
                  folder,
                  String.join(", ", new TreeSet<>(formats.keySet())),
                  folder.resolve("*." + mostFiles(formats))));
    }
    return formats.values().iterator().next();
  }

  private static String mostFiles(Map<String, List<Path>> formats) {
    return formats.entrySet().stream()
        .max(Comparator.comparingInt(entry -> entry.getValue().size()))
        .map(Map.Entry::getKey)
        .orElseThrow();
  }

  private static List<Path> list(Path folder) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(folder.toString().isEmpty() ? Path.of(".") : folder)) {
      for (Path entry : entries) {
        found.add(folder.resolve(entry.getFileName()));
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw new BadInputException(
          "%s: cannot be listed: %s.".formatted(folder, String.valueOf(e.getMessage())), e);
    }
    found.sort(Comparator.comparing(Path::toString));
    return found;
  }

  private static boolean isHidden(Path file) {
    return file.getFileName().toString().startsWith(".");
  }
}
