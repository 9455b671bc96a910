package dev.belay.cli.bench;

import dev.belay.core.error.BadInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A Markdown page with a part that a command writes, between two marks.
 *
 * @param file the page
 * @param command whose marks they are, such as {@code belay bench coverage}
 */
record MarkedPage(Path file, String command) {

  /** The line before the part. */
  String begin() {
    return "<!-- " + command + ": begin -->";
  }

  /** The line after it. */
  String end() {
    return "<!-- " + command + ": end -->";
  }

  /**
   * Refuses a page without marks, before any work.
   *
   * @throws BadInputException if it cannot be read, or has none
   */
  void check() {
    split();
  }

  /** What stands before the part, marks included, and what after. */
  private String[] split() {
    try {
      String text = Files.readString(file);
      int begin = text.indexOf(begin());
      int end = text.indexOf(end());
      if (begin < 0 || end < begin) {
        throw new BadInputException(
            "%s: has no lines \"%s\" and \"%s\" to put the tables between."
                .formatted(file, begin(), end()));
      }
      return new String[] {text.substring(0, begin + begin().length()), text.substring(end)};
    } catch (IOException e) {
      throw new BadInputException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** Puts Markdown between the marks. */
  void write(String markdown) {
    String[] parts = split();
    try {
      Files.writeString(file, parts[0] + "\n\n" + markdown + "\n" + parts[1]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
