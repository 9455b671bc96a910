package dev.belay.torch.kernel;

import static org.bytedeco.pytorch.global.torch.set_num_threads;

import dev.belay.torch.library.NativeLibraries;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Splits rows or elements over the machine's cores. The calling thread does the first part, parked
 * workers the others.
 *
 * <p>The split depends on the size and on {@link #threads()} alone, never on timing. A part must
 * not wait for another: when the workers are busy for somebody else, the caller runs all the parts
 * itself, one after the other. A part that splits again does the whole of that work itself, under
 * its own worker number. The exception of the first part that failed reaches the caller after all
 * parts ended.
 *
 * <p>Workers run libtorch on one thread each and in inference mode.
 */
public final class Parallel {

  static {
    NativeLibraries.load();
  }

  /** Work on rows {@code [from, to)}. */
  @FunctionalInterface
  public interface RowTask {
    /**
     * Does the part.
     *
     * @param worker number of the part, 0 up to {@link Parallel#threads()}; indexes scratch memory
     */
    void run(int from, int to, int worker);
  }

  /** Work on elements {@code [from, to)}. */
  @FunctionalInterface
  public interface ElementTask {
    /**
     * Does the part.
     *
     * @param worker number of the part, 0 up to {@link Parallel#threads()}; indexes scratch memory
     */
    void run(long from, long to, int worker);
  }

  /** Work on one item of several. */
  @FunctionalInterface
  public interface ItemTask {
    /**
     * Does the item.
     *
     * @param worker number of the part, 0 up to {@link Parallel#threads()}; indexes scratch memory
     */
    void run(int item, int worker);
  }

  /** Parts of an element range start at multiples of this: whole vectors and cache lines. */
  public static final int ELEMENT_BLOCK = 64;

  private static final ReentrantLock LOCK = new ReentrantLock();
  private static volatile int threads = Runtime.getRuntime().availableProcessors();
  private static @Nullable WorkerTeam team;

  private Parallel() {}

  /** How many parts there are at most, the caller's included. */
  public static int threads() {
    return threads;
  }

  /**
   * Sets the number of threads for the kernels here and for libtorch's own operators, those of the
   * calling thread and of threads yet to come.
   */
  public static void setThreads(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("threads must be 1 or more, was " + count);
    }
    LOCK.lock();
    try {
      if (team != null) {
        team.close();
        team = null;
      }
      threads = count;
      set_num_threads(count);
    } finally {
      LOCK.unlock();
    }
  }

  /** Runs {@code task} over {@code [0, n)} in at most {@link #threads()} parts. */
  public static void rows(int n, RowTask task) {
    split(n, 1, (from, to, worker) -> task.run((int) from, (int) to, worker));
  }

  /**
   * Runs {@code task} on each of {@code n} items of uneven size: a worker that is free takes the
   * next. Who does which depends on timing, so an item must write to places of its own.
   */
  public static void items(int n, ItemTask task) {
    AtomicInteger next = new AtomicInteger();
    rows(
        Math.min(n, threads),
        (from, to, worker) -> {
          for (int item = next.getAndIncrement(); item < n; item = next.getAndIncrement()) {
            task.run(item, worker);
          }
        });
  }

  /**
   * Runs {@code task} over {@code [0, n)} in at most {@link #threads()} parts that start at
   * multiples of {@link #ELEMENT_BLOCK}.
   */
  public static void elements(long n, ElementTask task) {
    split(n, ELEMENT_BLOCK, task);
  }

  private static void split(long n, int block, ElementTask task) {
    if (n <= 0) {
      return;
    }
    int own = WorkerTeam.currentWorker();
    if (own >= 0) {
      task.run(0, n, own);
      return;
    }
    long blocks = (n + block - 1) / block;
    if (blocks == 1 || !LOCK.tryLock()) {
      runAlone(new WorkerTeam.Split(n, block, blocks, parts(blocks), task));
      return;
    }
    try {
      int parts = parts(blocks);
      WorkerTeam.Split split = new WorkerTeam.Split(n, block, blocks, parts, task);
      if (parts == 1) {
        runAlone(split);
      } else {
        team().run(split);
      }
    } finally {
      LOCK.unlock();
    }
  }

  private static int parts(long blocks) {
    return (int) Math.min(blocks, threads);
  }

  private static void runAlone(WorkerTeam.Split split) {
    for (int part = 0; part < split.parts(); part++) {
      WorkerTeam.runAs(split, part);
    }
  }

  /** The team, started when first needed; called under the lock. */
  private static WorkerTeam team() {
    WorkerTeam current = team;
    if (current == null) {
      current = new WorkerTeam(threads - 1);
      team = current;
    }
    return current;
  }
}
