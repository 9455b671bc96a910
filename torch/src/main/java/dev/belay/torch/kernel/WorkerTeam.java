package dev.belay.torch.kernel;

import static org.bytedeco.pytorch.global.torch.get_num_threads;
import static org.bytedeco.pytorch.global.torch.set_num_threads;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
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
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /** Starts the workers and waits until each has set its libtorch thread count. */
  WorkerTeam(int count) {
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
    try {
      runAs(split, 0);
    } finally {
      done.acquireUninterruptibly(split.parts() - 1);
      rethrow(failure.getAndSet(null));
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
          runPart(next);
        }
      }
    }

    private @Nullable Split take() {
      ready.acquireUninterruptibly();
      return split;
    }

    private void runPart(Split next) {
      try {
        runAs(next, part);
      } catch (RuntimeException | Error thrown) {
        failure.compareAndSet(null, thrown);
      } finally {
        done.release();
      }
    }
  }
}
