package dev.belay.session.evaluate;

import dev.belay.core.error.BadInputException;
import dev.belay.core.run.FolderLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Keeps processes that begin together, such as the cells of a sweep, from measuring the same: the
 * others wait for the one that began, and take what it made. The system gives a claim back when its
 * process ends, however it ends; the next then measures.
 */
final class EvaluationClaim implements AutoCloseable {

  private static final Duration LOOKS = Duration.ofMillis(500);

  /** So many leading digits of a key name its lock, so that no more than 4,096 files are left. */
  private static final int DIGITS = 3;

  private final Optional<FolderLock> lock;

  private EvaluationClaim(Optional<FolderLock> lock) {
    this.lock = lock;
  }

  /**
   * Claims a key, once no other process does. Where files cannot be locked it claims nothing.
   *
   * @param root of the store
   * @param waiting told once, if it has to wait
   */
  static EvaluationClaim of(Path root, EvaluationKey key, Runnable waiting) {
    Path folder = root.resolve("claims").resolve(key.sha256().substring(0, DIGITS));
    try {
      Files.createDirectories(folder);
      Optional<FolderLock> lock = FolderLock.attempt(folder);
      if (lock.isEmpty()) {
        waiting.run();
      }
      while (lock.isEmpty()) {
        Thread.sleep(LOOKS);
        lock = FolderLock.attempt(folder);
      }
      return new EvaluationClaim(lock);
    } catch (IOException | BadInputException e) {
      return new EvaluationClaim(Optional.empty()); // Then two may measure the same: no harm.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new EvaluationClaim(Optional.empty());
    }
  }

  @Override
  public void close() {
    lock.ifPresent(FolderLock::close);
  }
}
