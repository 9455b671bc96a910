package dev.belay.train.sweep;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The wish to stop a sweep: no further child is started, and those that run are asked to end, which
 * they do once their state is saved.
 */
public final class SweepStop {

  /** A run may need 20 s for a step that is changing the weights, and then some for its files. */
  private static final long PATIENCE_SECONDS = 60;

  private final Set<Process> children = new HashSet<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private boolean requested;

  /** A wish that only code makes. */
  public SweepStop() {}

  /**
   * Registers with the JVM: until {@link #over}, Ctrl-C or a plain kill stops the sweep.
   *
   * @param tell takes lines for the user
   */
  public static SweepStop onInterrupt(Consumer<String> tell) {
    SweepStop stop = new SweepStop();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop.interrupt(tell)));
    return stop;
  }

  /** Stops. */
  public void ask() {
    List<Process> running;
    synchronized (this) {
      requested = true;
      running = List.copyOf(children);
    }
    running.forEach(Process::destroy);
  }

  public synchronized boolean isRequested() {
    return requested;
  }

  /** Starts a child, unless the sweep is being stopped. */
  synchronized Optional<Process> start(ProcessBuilder builder) throws IOException {
    if (requested) {
      return Optional.empty();
    }
    Process child = builder.start();
    children.add(child);
    return Optional.of(child);
  }

  synchronized void ended(Process child) {
    children.remove(child);
  }

  /** The sweep has come to its end, whichever way. */
  public void over() {
    over.countDown();
  }

  private void interrupt(Consumer<String> tell) {
    if (over.getCount() == 0) {
      return;
    }
    tell.accept("stopping; the cells that run save their state");
    ask();
    try {
      if (!over.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        synchronized (this) {
          children.forEach(Process::destroyForcibly);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    tell.accept("stopped. Go on with the same command.");
  }
}
