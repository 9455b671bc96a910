package dev.belay.torch.generate;

import dev.belay.torch.kernel.TorchThread;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Threads that compute one phase after the other together, while the caller only waits. The pieces
 * of a phase go to whoever is free, so a thread that other processes keep from its core holds up no
 * more than the piece it has. Between runs the threads are parked.
 */
final class LockstepTeam implements AutoCloseable {

  /** More than one, so that there is something to take from a worker that is held up. */
  private static final int PIECES_A_WORKER = 4;

  private final PieceQueue queue;
  private final int mostPieces;
  private final Semaphore done = new Semaphore(0);
  private final List<TorchThread> members;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  LockstepTeam(int size) {
    this.queue = new PieceQueue(size);
    this.mostPieces = Math.min(PieceQueue.MOST, size * PIECES_A_WORKER);
    this.members = TorchThread.start(size, i -> "belay-rollout-" + i, done);
  }

  int size() {
    return members.size();
  }

  /**
   * Runs phases in their order, round and round. The first exception reaches the caller; the other
   * threads leave when their piece is done. An interrupt calls {@code onInterrupt}, which must make
   * {@code again} false or throw soon, and stays set.
   *
   * @param again asked before every round, by one thread while the others wait; false ends the run
   */
  void run(List<Phase> phases, BooleanSupplier again, Runnable onInterrupt) {
    queue.reset();
    Rounds rounds = new Rounds(phases, again);
    for (int i = 0; i < members.size(); i++) {
      int worker = i;
      members.get(worker).run(() -> work(rounds, worker));
    }
    awaitMembers(onInterrupt);
    Throwable thrown = failure.getAndSet(null);
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
  }

  private void work(Rounds rounds, int worker) {
    try {
      if (worker == 0) {
        rounds.next();
      }
      for (int piece = queue.take(worker); piece >= 0; piece = queue.take(worker)) {
        rounds.run(piece, worker);
        if (queue.finish()) {
          rounds.next();
        }
      }
    } catch (RuntimeException | Error thrown) {
      failure.compareAndSet(null, thrown);
      queue.end();
    }
  }

  /** Which phase is on. */
  private final class Rounds {

    private final List<Phase> phases;
    private final BooleanSupplier again;

    /** Index of the phase and its size; they change only while no piece is taken. */
    private volatile int current;

    private volatile int units;

    Rounds(List<Phase> phases, BooleanSupplier again) {
      this.phases = phases;
      this.again = again;
      this.current = phases.size();
    }

    void run(int piece, int worker) {
      long size = units;
      int pieces = queue.count();
      int from = (int) (size * piece / pieces);
      int to = (int) (size * (piece + 1) / pieces);
      phases.get(current).work().run(from, to, worker);
    }

    /** Goes on to the next phase that has any units, or ends the run. */
    void next() {
      int index = current;
      int size = 0;
      while (size == 0) {
        if (++index >= phases.size()) {
          if (!again.getAsBoolean()) {
            queue.end();
            return;
          }
          index = 0;
        }
        size = phases.get(index).size().getAsInt();
      }
      current = index;
      units = size;
      queue.offer(Math.min(size, mostPieces));
    }
  }

  private void awaitMembers(Runnable onInterrupt) {
    boolean interrupted = false;
    for (int left = members.size(); left > 0; ) {
      try {
        done.acquire();
        left--;
      } catch (InterruptedException e) {
        interrupted = true;
        onInterrupt.run();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    members.forEach(TorchThread::end);
    done.acquireUninterruptibly(members.size());
  }
}
