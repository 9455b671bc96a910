package dev.belay.train.sweep;

import dev.belay.core.run.Progress;
import dev.belay.core.sweep.Attempt;
import dev.belay.core.sweep.CellFolder;
import dev.belay.core.sweep.SweepCell;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Runs the cells of a sweep on this machine, some at a time. */
public final class LocalSweep {

  private final Path folder;
  private final ChildCommand command;
  private final int parallel;
  private final int retries;
  private final Progress progress;
  private final SweepStop stop;
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger lost = new AtomicInteger();

  /**
   * A sweep; nothing is done yet.
   *
   * @param folder the sweep's
   * @param parallel how many cells run at a time
   * @param retries how often a cell that died is tried again
   */
  public LocalSweep(
      Path folder,
      ChildCommand command,
      int parallel,
      int retries,
      Progress progress,
      SweepStop stop) {
    this.folder = folder;
    this.command = command;
    this.parallel = parallel;
    this.retries = retries;
    this.progress = progress;
    this.stop = stop;
  }

  /**
   * Runs what is left of the cells, or stops on the way. A cell that fails does not keep the others
   * from being run.
   *
   * @throws dev.belay.core.error.BadInputException when a cell cannot be worked on
   */
  public void run(String name, List<SweepCell> cells) {
    List<SweepCell> pending =
        cells.stream().filter(cell -> !CellFolder.of(folder, cell.id()).isDone()).toList();
    long before = (long) cells.size() - pending.size();
    progress.start("sweep " + name, cells.size());
    long started = System.nanoTime();
    try (ExecutorService workers = Executors.newFixedThreadPool(parallel)) {
      BlockingQueue<SweepCell> left = new LinkedBlockingQueue<>(pending);
      List<Future<@Nullable Void>> ends = new ArrayList<>();
      for (int i = 0; i < Math.min(parallel, pending.size()); i++) {
        ends.add(
            workers.submit(
                () -> {
                  work(left);
                  return null;
                }));
      }
      for (Future<@Nullable Void> end : ends) {
        while (!isOver(end)) {
          long done = done(cells);
          progress.update(done, details(started, done - before));
        }
      }
      progress.finish(done(cells) + " of " + cells.size() + " cells done");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop.ask();
    } finally {
      stop.over();
    }
  }

  /** Waits a second for a worker's end, and passes on what it threw. */
  private boolean isOver(Future<@Nullable Void> worker) throws InterruptedException {
    try {
      worker.get(1, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      stop.ask();
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    }
  }

  /**
   * Takes cells until none is left. One that another process works on, here or on another machine,
   * goes to the end of the queue, so that several sweeps of one folder share the work; it is looked
   * at again in case its owner is gone.
   */
  private void work(BlockingQueue<SweepCell> left) throws InterruptedException {
    SweepCell cell = left.poll();
    while (cell != null && !stop.isRequested()) {
      CellFolder at = CellFolder.of(folder, cell.id());
      running.incrementAndGet();
      Optional<Attempt> last;
      try {
        last = new CellProcess(at, cell.yaml(), command, stop).runIfFree(retries);
      } finally {
        running.decrementAndGet();
      }
      if (last.isPresent()) {
        tell(cell, last.get());
      } else if (!at.isDone()) {
        Thread.sleep(CellProcess.WAIT);
        left.add(cell);
      }
      cell = left.poll();
    }
  }

  /** Says at once what a person may want to stop the sweep for. */
  private void tell(SweepCell cell, Attempt attempt) {
    boolean refused = attempt.outcome() == Attempt.Outcome.REFUSED;
    if (refused || attempt.outcome() == Attempt.Outcome.FAILED) {
      lost.incrementAndGet();
      progress.note(
          "cell %d (%s) %s, exit code %d: %s"
              .formatted(
                  cell.index(),
                  cell.words(),
                  refused ? "was refused" : "failed in " + attempt.number() + " attempts",
                  attempt.exit(),
                  Attempt.gist(attempt.exit(), attempt.reason())));
    }
  }

  /** Looked up in the folder, where other sweeps may be at work too. */
  private long done(List<SweepCell> cells) {
    return cells.stream().filter(cell -> CellFolder.of(folder, cell.id()).isDone()).count();
  }

  /**
   * What is going on.
   *
   * @param made cells since the start, whoever made them
   */
  private String details(long started, long made) {
    double hours = (System.nanoTime() - started) / 3.6e12;
    String rate = made > 0 ? String.format(Locale.ROOT, ", %.1f cells/h", made / hours) : "";
    String failed = lost.get() > 0 ? ", " + lost.get() + " lost" : "";
    return running.get() + " running" + failed + rate;
  }
}
