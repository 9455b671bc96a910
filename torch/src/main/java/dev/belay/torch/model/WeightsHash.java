package dev.belay.torch.model;

import dev.belay.core.error.BadInputException;
import dev.belay.core.hash.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** What identifies a model's weights. */
public final class WeightsHash {

  /** A file as it was when it was hashed; weights of gigabytes are read once a process. */
  private record Hashed(long bytes, FileTime modified, String sha256) {}

  private static final ConcurrentHashMap<Path, Hashed> KNOWN = new ConcurrentHashMap<>();

  private WeightsHash() {}

  /**
   * Of the safetensors files of a directory: SHA-256 of the file; of several, that of the lines
   * that {@code sha256sum} prints of them, sorted by name. Of an adapter: that of such lines of its
   * file and of its base, which is called {@code base} in them.
   *
   * @throws BadInputException when they cannot be read
   */
  public static String of(Path directory) {
    try {
      return AdapterDirectory.is(directory)
          ? of(directory, AdapterDirectory.base(directory))
          : of(files(directory));
    } catch (IOException e) {
      throw new BadInputException(directory + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Of an adapter beside a base of the caller's choice, whatever base it names.
   *
   * @throws BadInputException when they cannot be read
   */
  public static String of(Path adapter, Path base) {
    try {
      String factors = once(adapter.resolve(AdapterDirectory.WEIGHTS));
      return Sha256.of("%s  %s\n%s  base\n".formatted(factors, AdapterDirectory.WEIGHTS, of(base)));
    } catch (IOException e) {
      throw new BadInputException(adapter + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** The safetensors files of a directory, sorted by name. */
  static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".safetensors")).sorted().toList();
    }
  }

  static String of(List<Path> files) throws IOException {
    if (files.size() == 1) {
      return once(files.getFirst());
    }
    StringBuilder lines = new StringBuilder();
    for (Path file : files) {
      lines.append(once(file)).append("  ").append(file.getFileName()).append('\n');
    }
    return Sha256.of(lines.toString());
  }

  private static String once(Path file) throws IOException {
    Path path = file.toRealPath();
    long bytes = Files.size(path);
    FileTime modified = Files.getLastModifiedTime(path);
    Hashed known = KNOWN.get(path);
    if (known != null && known.bytes() == bytes && known.modified().equals(modified)) {
      return known.sha256();
    }
    String sha256 = Sha256.of(path);
    KNOWN.put(path, new Hashed(bytes, modified, sha256));
    return sha256;
  }
}
