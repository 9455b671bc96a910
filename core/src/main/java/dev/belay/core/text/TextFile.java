package dev.belay.core.text;

import dev.belay.core.error.BadInputException;
import java.nio.file.Path;

/**
 * Reads text that people write and programs save: UTF-8 with or without a byte order mark, UTF-16
 * with one, each of them packed by gzip or not, whatever the name says.
 */
public final class TextFile {

  private TextFile() {}

  /**
   * The whole text.
   *
   * @throws BadInputException when there is no such file, or it is no text
   */
  public static String read(Path file) {
    byte[] bytes = FileBytes.read(file);
    return FileBytes.decode(file, bytes, 0, bytes.length, 1);
  }
}
