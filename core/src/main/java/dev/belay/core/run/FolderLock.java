package dev.belay.core.run;

import dev.belay.core.error.BadInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps other processes from working in a folder. The system lets go of the lock when its process
 * ends, however it ends; the file {@code .lock} stays.
 */
public final class FolderLock implements AutoCloseable {

  /** Where the lock is, in the folder. */
  public static final String NAME = ".lock";

  private final Path folder;
  private final FileChannel channel;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @param folder exists
   * @param what is worked on there, such as {@code run}
   * @throws BadInputException if another process has the lock, or none can be made
   */
  public static FolderLock of(Path folder, String what) {
    return attempt(folder)
        .orElseThrow(
            () ->
                new BadInputException(
                    "%s: another process works on this %s; wait for it or stop it."
                        .formatted(folder, what)));
  }

  /**
   * Takes the lock if no other process has it.
   *
   * @param folder exists
   * @throws BadInputException if no lock can be made there
   */
  public static Optional<FolderLock> attempt(Path folder) {
    Path file = folder.resolve(NAME);
    if (Files.isSymbolicLink(file)) {
      throw new BadInputException(file + ": is a symbolic link, which is not followed; remove it.");
    }
    try {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
      if (tryLock(channel) == null) {
        channel.close();
        return Optional.empty();
      }
      return Optional.of(new FolderLock(folder, channel));
    } catch (IOException e) {
      throw new BadInputException(folder + ": cannot be written: " + e.getMessage(), e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot release " + folder + ": " + e.getMessage(), e);
    }
  }
}
