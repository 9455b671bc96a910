package dev.belay.core.text;

import dev.belay.core.error.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Paths that a user gives, and what to say when they lead to something else than they should. */
public final class GivenPath {

  private GivenPath() {}

  /**
   * Why a path is not read as a file.
   *
   * @param missing what to say after its name when nothing is there
   */
  public static BadInputException noFile(Path path, String missing) {
    if (Files.isDirectory(path)) {
      return new BadInputException(path + ": is a folder; name a file in it.");
    }
    return new BadInputException(
        Files.exists(path)
            ? path + ": is neither a file nor a folder; write what it gives into a file first."
            : path + ": " + missing);
  }

  /**
   * Why a path is not read as a folder.
   *
   * @param advice what to give instead
   */
  public static BadInputException noFolder(Path path, String advice) {
    return new BadInputException(
        "%s: %s. %s"
            .formatted(path, Files.exists(path) ? "is no folder" : "no such folder", advice));
  }

  /**
   * Refuses what stands where a folder would be made.
   *
   * @throws BadInputException when it is a file
   */
  public static void requireNoFile(Path folder) {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new BadInputException(folder + ": is a file; name a folder, or a new one.");
    }
  }

  /**
   * Makes a folder that may be there already.
   *
   * @throws BadInputException when it cannot be made
   */
  public static void makeFolder(Path folder) {
    requireNoFile(folder);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new BadInputException(
          "%s: the folder cannot be made; may you write there, and are all above it folders?"
              .formatted(folder),
          e);
    }
  }
}
