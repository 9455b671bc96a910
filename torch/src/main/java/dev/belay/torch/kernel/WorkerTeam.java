package dev.belay.torch.kernel;

import static org.bytedeco.pytorch.global.torch.get_num_threads;
import static org.bytedeco.pytorch.global.torch.set_num_threads;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.bytedeco.pytorch.InferenceMode;
import org.jspecify.annotations.Nullable;

/** Daemon threads that wait, parked, for their part of a split. One split runs at a time. */
final class WorkerTeam implements AutoCloseable {

  /** A range of {@code n} elements cut into {@code parts} at multiples of {@code block}. */
  record Split(long n, int block, long blocks, int parts, Parallel.ElementTask task) {

    void run(int part) {
      long from = blocks * part / parts * block;
      long to = Math.min(n, blocks * (part + 1) / parts * block);
      task.run(from, to, part);
    }
  }

  /** The part that this thread is running; absent outside a split. */
  private static final ThreadLocal<Integer> CURRENT = new ThreadLocal<>();

  private final List<Worker> workers = new ArrayList<>();
  private final Semaphore done = new Semaphore(0);
  private final @Nullable Throwable[] failures;

  /** Starts the workers and waits until each has set its libtorch thread count. */
  WorkerTeam(int count) {
    failures = new Throwable[count + 1];
    for (int i = 0; i < count; i++) {
      Worker worker = new Worker(i + 1);
      workers.add(worker);
      worker.thread.start();
    }
    done.acquireUninterruptibly(count);
  }

  /** Number of the part that the calling thread runs, or -1 outside a split. */
  static int currentWorker() {
    Integer part = CURRENT.get();
    return part == null ? -1 : part;
  }

  static void runAs(Split split, int part) {
    CURRENT.set(part);
    try {
      split.run(part);
    } finally {
      CURRENT.remove();
    }
  }

  /** Runs part 0 here and the others on the workers; returns when all have ended. */
  void run(Split split) {
    for (int part = 1; part < split.parts(); part++) {
      workers.get(part - 1).start(split);
    }
    runCaught(split, 0);
    done.acquireUninterruptibly(split.parts() - 1);
    Throwable first = null;
    for (int part = split.parts() - 1; part >= 0; part--) {
      first = failures[part] == null ? first : failures[part];
      failures[part] = null;
    }
    rethrow(first);
  }

  /** Runs a part; what it throws waits for the others to end. */
  private void runCaught(Split split, int part) {
    try {
      runAs(split, part);
    } catch (RuntimeException | Error thrown) {
      failures[part] = thrown;
    }
  }

  private static void rethrow(@Nullable Throwable thrown) {
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
    if (thrown instanceof Error error) {
      throw error;
    }
  }

  @Override
  public void close() {
    workers.forEach(worker -> worker.start(null));
  }

  private final class Worker implements Runnable {
    private final int part;
    private final Thread thread;
    private final Semaphore ready = new Semaphore(0);
    private volatile @Nullable Split split;

    Worker(int part) {
      this.part = part;
      this.thread = Thread.ofPlatform().daemon().name("belay-kernel-" + part).unstarted(this);
    }

    /** Hands over a split; null ends the thread. */
    void start(@Nullable Split next) {
      split = next;
      ready.release();
    }

    @Override
    public void run() {
      var _ = get_num_threads(); // Else the first operator here would set the default again.
      set_num_threads(1);
      try (InferenceMode _ = new InferenceMode()) {
        done.release();
        for (Split next = take(); next != null; next = take()) {
          runCaught(next, part);
          done.release();
        }
      }
    }

    private @Nullable Split take() {
      ready.acquireUninterruptibly();
      return split;
    }
  }
}
