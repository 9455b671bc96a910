package dev.belay.torch.library;

import dev.belay.core.run.AtomicFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder in which the libraries of each build lie unpacked. A build's libraries appear all at
 * once, under a name that follows from their content, and are never written to again: whoever finds
 * them may map them, whatever other processes do.
 *
 * @param root holds a folder a build
 */
record LibraryFolder(Path root) {

  /**
   * A file's lock is of a process: threads that had none would take each other's work for what a
   * killed process left.
   */
  private static final Lock THREADS = new ReentrantLock();

  /** The libraries, if they lie here whole. */
  boolean has(LibrarySet set) {
    Path folder = folder(set);
    return set.resources().stream()
        .allMatch(each -> size(folder.resolve(each.name())) == each.bytes());
  }

  /** Where the libraries lie, or would. */
  Path folder(LibrarySet set) {
    return root.resolve(set.key());
  }

  /**
   * Unpacks the libraries unless they are here. One process does it; the others wait.
   *
   * @throws IOException if the folder cannot be written, or has no room
   */
  Path unpack(LibrarySet set) throws IOException {
    if (has(set)) {
      return folder(set);
    }
    THREADS.lock();
    try {
      return unpackAlone(set);
    } finally {
      THREADS.unlock();
    }
  }

  private Path unpackAlone(LibrarySet set) throws IOException {
    Files.createDirectories(root);
    try (FileChannel channel =
        FileChannel.open(
            root.resolve("." + set.key() + ".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE)) {
      @Nullable FileLock lock = lock(channel);
      if (!has(set)) {
        if (lock != null) {
          deleteLeftovers(set);
        }
        make(set);
      }
      return folder(set); // Closing the channel releases the lock.
    }
  }

  /** The lock, or null where there is none: what is made there may be made several times. */
  private static @Nullable FileLock lock(FileChannel channel) {
    try {
      return channel.lock();
    } catch (IOException | OverlappingFileLockException e) {
      return null;
    }
  }

  private void make(LibrarySet set) throws IOException {
    Path staging = root.resolve(stagingPrefix(set) + UUID.randomUUID());
    Files.createDirectory(staging);
    try {
      for (LibraryResource resource : set.resources()) {
        try (InputStream in = resource.url().openStream()) {
          Files.copy(in, staging.resolve(resource.name()));
        }
      }
      give(staging, set);
    } finally {
      AtomicFiles.deleteTree(staging);
    }
  }

  /**
   * Moves what is made to its name. Damaged libraries there make room, without being written to.
   */
  private void give(Path made, LibrarySet set) throws IOException {
    Path folder = folder(set);
    try {
      AtomicFiles.move(made, folder);
    } catch (FileSystemException e) {
      if (has(set)) {
        return; // Another process was faster.
      }
      Path damaged = root.resolve(stagingPrefix(set) + UUID.randomUUID());
      AtomicFiles.move(folder, damaged);
      AtomicFiles.move(made, folder);
      AtomicFiles.deleteTree(damaged);
    }
  }

  /** Deletes what processes left that were killed while they unpacked. */
  private void deleteLeftovers(LibrarySet set) throws IOException {
    List<Path> leftovers;
    try (Stream<Path> all = Files.list(root)) {
      leftovers =
          all.filter(path -> path.getFileName().toString().startsWith(stagingPrefix(set))).toList();
    }
    for (Path leftover : leftovers) {
      AtomicFiles.deleteTree(leftover);
    }
  }

  private static String stagingPrefix(LibrarySet set) {
    return "." + set.key() + ".unpacking-";
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return -1;
    }
  }
}
