package dev.belay.core.verify;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs work that may never end. When its time has passed, its thread is interrupted, which ends
 * whatever waits or looks at its interruption. Java can end nothing else: a loop that does not look
 * goes on, so after {@value #MOST_LOST} of those no further work is begun.
 */
final class Deadline {

  /** So many threads may be lost to work that does not end. */
  private static final int MOST_LOST = 4;

  /** What a run is told of. */
  static final class PassedException extends Exception {
    private static final long serialVersionUID = 1L;

    PassedException(String message) {
      super(message);
    }
  }

  /** Of all deadlines: thousands of short-lived verifiers share the threads that wait for work. */
  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("verifier-", 0).factory());

  private final AtomicInteger overdue = new AtomicInteger();

  /**
   * What the work gives.
   *
   * @throws PassedException when it did not end in time, or is not begun any more
   */
  <T> T within(Duration time, Supplier<T> work) throws PassedException {
    if (overdue.get() >= MOST_LOST) {
      throw new PassedException(
          "%d completions before it never came to an end; it is not asked any more"
              .formatted(MOST_LOST));
    }
    Task<T> task = new Task<>(work, overdue);
    Future<T> future = THREADS.submit(task::run);
    try {
      return future.get(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      task.giveUp();
      future.cancel(true);
      throw new PassedException("no verdict within %s s".formatted(seconds(time)));
    } catch (InterruptedException e) {
      future.cancel(true);
      Thread.currentThread().interrupt();
      throw new PassedException("interrupted");
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    }
  }

  private static String seconds(Duration time) {
    return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString();
  }

  private static RuntimeException rethrown(@Nullable Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException runtime
        ? runtime
        : new IllegalStateException(String.valueOf(cause), cause);
  }

  /** Work that counts as lost from when it is given up until it ends all the same. */
  private static final class Task<T> {
    private final Supplier<T> work;
    private final AtomicInteger overdue;
    private boolean ended;
    private boolean lost;

    Task(Supplier<T> work, AtomicInteger overdue) {
      this.work = work;
      this.overdue = overdue;
    }

    T run() {
      try {
        return work.get();
      } finally {
        end();
      }
    }

    private synchronized void end() {
      ended = true;
      if (lost) {
        overdue.decrementAndGet();
      }
    }

    synchronized void giveUp() {
      if (!ended) {
        lost = true;
        overdue.incrementAndGet();
      }
    }
  }
}
