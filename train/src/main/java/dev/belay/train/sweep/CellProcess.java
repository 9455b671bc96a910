package dev.belay.train.sweep;

import dev.belay.core.error.BadInputException;
import dev.belay.core.error.Printable;
import dev.belay.core.run.AtomicFiles;
import dev.belay.core.run.FolderLock;
import dev.belay.core.run.JsonLines;
import dev.belay.core.sweep.Attempt;
import dev.belay.core.sweep.Attempt.Outcome;
import dev.belay.core.sweep.CellClaim;
import dev.belay.core.sweep.CellFolder;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One cell's run as a child process, attempt by attempt. */
public final class CellProcess {

  private static final int USAGE = 2;
  private static final int TAIL_BYTES = 8192;
  private static final int TAIL_LINES = 12;

  /** A run that lost its parent a moment ago needs so long to save its state and end. */
  private static final Duration ORPHAN = Duration.ofSeconds(90);

  /** Between two looks at a cell that somebody else works on. */
  static final Duration WAIT = Duration.ofMillis(500);

  private final CellFolder cell;
  private final String recipe;
  private final ChildCommand command;
  private final SweepStop stop;

  /**
   * A cell; nothing is started yet.
   *
   * @param recipe the resolved recipe as YAML
   */
  public CellProcess(CellFolder cell, String recipe, ChildCommand command, SweepStop stop) {
    this.cell = cell;
    this.recipe = recipe;
    this.command = command;
    this.stop = stop;
  }

  /**
   * Runs or goes on with the cell until it is done, or no attempt is left. While somebody else
   * works on it, it waits.
   *
   * @param retries how often it is tried again
   * @return the last attempt; empty when the sweep is being stopped, or somebody else is done
   */
  public Optional<Attempt> run(int retries) throws InterruptedException {
    while (!stop.isRequested() && !cell.isDone()) {
      Optional<Attempt> last = runIfFree(retries);
      if (last.isPresent()) {
        return last;
      }
      Thread.sleep(WAIT);
    }
    return Optional.empty();
  }

  /** The same, but a cell that somebody else works on is left to them at once: empty. */
  Optional<Attempt> runIfFree(int retries) throws InterruptedException {
    try {
      Files.createDirectories(cell.run());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + cell.run() + ": " + e.getMessage(), e);
    }
    Optional<CellClaim> claim =
        stop.isRequested() || cell.isDone()
            ? Optional.empty()
            : CellClaim.take(cell.root(), Instant.now());
    if (claim.isEmpty()) {
      return Optional.empty();
    }
    try (CellClaim held = claim.get()) {
      AtomicFiles.write(cell.recipe(), recipe);
      Optional<Attempt> last = Optional.empty();
      for (int left = retries; left >= 0 && !cell.isDone() && !stop.isRequested(); left--) {
        last = attempt(held, left == 0);
        if (last.isEmpty() || last.get().outcome() != Outcome.DIED) {
          break;
        }
      }
      return last;
    }
  }

  private Optional<Attempt> attempt(CellClaim claim, boolean isLast) throws InterruptedException {
    awaitOrphan(claim);
    int number = cell.attempts().size() + 1;
    Instant started = Instant.now();
    JsonLines.append(
        cell.log(), "== attempt %d on %s, %s%n".formatted(number, CellClaim.thisHost(), started));
    long from = length();
    try {
      Optional<Process> child = stop.start(command.process(cell));
      if (child.isEmpty()) {
        return Optional.empty();
      }
      int exit = await(child.get(), claim);
      Outcome outcome = outcome(exit, isLast);
      Attempt attempt =
          new Attempt(
              number,
              CellClaim.thisHost(),
              started.toString(),
              Duration.between(started, Instant.now()).toMillis() / 1000.0,
              exit,
              outcome,
              outcome == Outcome.DONE ? "" : tail(from));
      cell.add(attempt);
      return Optional.of(attempt);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start a cell: " + e.getMessage(), e);
    }
  }

  /** The child has a lock of its own on its run, which outlives a parent that was killed. */
  private void awaitOrphan(CellClaim claim) throws InterruptedException {
    Instant patience = Instant.now().plus(ORPHAN);
    while (Instant.now().isBefore(patience) && !stop.isRequested()) {
      Optional<FolderLock> lock = FolderLock.attempt(cell.run());
      if (lock.isPresent()) {
        lock.get().close();
        return;
      }
      claim.beat(Instant.now());
      Thread.sleep(200);
    }
    if (!stop.isRequested()) {
      throw new BadInputException(
          cell.run() + ": another process works on this run; wait for it or stop it.");
    }
  }

  private int await(Process child, CellClaim claim) throws InterruptedException {
    try {
      while (!child.waitFor(CellClaim.BEAT.toMillis(), TimeUnit.MILLISECONDS)) {
        claim.beat(Instant.now());
      }
      return child.exitValue();
    } finally {
      if (child.isAlive()) {
        child.destroy();
      }
      stop.ended(child);
    }
  }

  /** A run exits with 1 too when it is done and safety did not hold: its result decides. */
  private Outcome outcome(int exit, boolean isLast) {
    if (cell.isDone()) {
      return Outcome.DONE;
    }
    if (stop.isRequested()) {
      return Outcome.STOPPED;
    }
    return exit == USAGE ? Outcome.REFUSED : isLast ? Outcome.FAILED : Outcome.DIED;
  }

  private long length() {
    return cell.log().toFile().length();
  }

  /** The last lines of the log after a place in it. */
  private String tail(long from) {
    try (RandomAccessFile log = new RandomAccessFile(cell.log().toFile(), "r")) {
      long start = Math.max(from, log.length() - TAIL_BYTES);
      byte[] bytes = new byte[(int) (log.length() - start)];
      log.seek(start);
      log.readFully(bytes);
      List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
      List<String> last = lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
      return Printable.of(String.join("\n", last));
    } catch (IOException e) {
      return "its log cannot be read: " + e.getMessage();
    }
  }
}
