package dev.belay.verify.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The programs of this machine that running code needs. */
final class Programs {

  private final List<Path> folders;

  Programs(List<Path> folders) {
    this.folders = List.copyOf(folders);
  }

  /** The system's own folders first: they can be read by everybody. */
  static Programs of(Map<String, String> environment) {
    List<Path> folders = new ArrayList<>();
    List.of("/usr/bin", "/usr/local/bin", "/bin", "/usr/sbin")
        .forEach(name -> folders.add(Path.of(name)));
    for (String name : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      if (name.startsWith("/")) {
        folders.add(Path.of(name));
      }
    }
    return new Programs(folders);
  }

  /** Where a program is. */
  Optional<Path> find(String name) {
    return folders.stream().map(f -> f.resolve(name)).filter(Files::isExecutable).findFirst();
  }

  /** What a program prints, standard error with it; empty if it does not end well. */
  static Optional<String> output(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readNBytes(1 << 16), UTF_8);
      process.getInputStream().close();
      return process.waitFor() == 0 ? Optional.of(text) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
