package dev.belay.torch.catalog;

import dev.belay.core.run.Progress;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps two threads, or two processes, from making the same thing at once. The system releases the
 * lock of a process that dies.
 */
final class StoreLock {

  /** The system's file lock belongs to the whole process, so threads need one of their own. */
  private static final Map<Path, ReentrantLock> IN_PROCESS = new ConcurrentHashMap<>();

  /** What is done while the lock is held. */
  interface Work<T> {
    T run() throws IOException;
  }

  private StoreLock() {}

  /** Does {@code work} while holding the lock, waiting first for whoever has it. */
  static <T> T hold(Path file, Progress progress, Work<T> work) throws IOException {
    Path key = file.toAbsolutePath().normalize();
    ReentrantLock threads = IN_PROCESS.computeIfAbsent(key, path -> new ReentrantLock());
    threads.lock();
    try {
      Files.createDirectories(key.resolveSibling(".").normalize());
      try (FileChannel channel =
          FileChannel.open(
              key,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              LinkOption.NOFOLLOW_LINKS)) {
        if (channel.tryLock() == null) {
          progress.note("waiting for another Belay process that is making the same model");
          channel.lock();
        }
        return work.run(); // Closing the channel releases the lock.
      }
    } finally {
      threads.unlock();
    }
  }
}
