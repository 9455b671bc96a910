package dev.belay.torch.kernel;

import static org.bytedeco.pytorch.global.torch.get_num_threads;
import static org.bytedeco.pytorch.global.torch.set_num_threads;

import dev.belay.torch.library.NativeLibraries;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.InferenceMode;
import org.jspecify.annotations.Nullable;

/**
 * A daemon thread that waits, parked, for work to do. It runs libtorch on one thread, its own, and
 * in inference mode.
 */
public final class TorchThread {

  static {
    NativeLibraries.load();
  }

  private final Semaphore done;
  private final Semaphore ready = new Semaphore(0);
  private final Thread thread;
  private volatile @Nullable Runnable work;

  private TorchThread(String name, Semaphore done) {
    this.done = done;
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::serve);
  }

  /**
   * Starts threads, and leaves libtorch's settings for the caller's as they were.
   *
   * @param names by a thread's number, from 0
   * @param done receives a permit whenever a thread has done its work, or has ended
   */
  public static List<TorchThread> start(int count, IntFunction<String> names, Semaphore done) {
    int torchThreads = get_num_threads();
    List<TorchThread> threads =
        IntStream.range(0, count).mapToObj(i -> new TorchThread(names.apply(i), done)).toList();
    threads.forEach(each -> each.thread.start());
    done.acquireUninterruptibly(count);
    // libtorch remembers the last count that any thread set as the default of threads to come.
    set_num_threads(torchThreads);
    return threads;
  }

  /** Hands over work, which must not throw; the work before must be done. */
  public void run(Runnable next) {
    work = next;
    ready.release();
  }

  /** Lets the thread end. */
  public void end() {
    work = null;
    ready.release();
  }

  private void serve() {
    var _ = get_num_threads(); // Else the first operator here would set the default again.
    set_num_threads(1);
    try (InferenceMode _ = new InferenceMode()) {
      done.release();
      for (Runnable next = take(); next != null; next = take()) {
        try {
          next.run();
        } finally {
          done.release();
        }
      }
    }
    done.release();
  }

  private @Nullable Runnable take() {
    ready.acquireUninterruptibly();
    return work;
  }
}
