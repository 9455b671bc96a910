package dev.belay.torch.generate;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The pieces of one phase, taken by whoever is free. A worker prefers its own, so that it meets the
 * same rows and weights in its cache phase after phase; those of a worker that the system keeps
 * from its core are done by others.
 *
 * <p>A worker that finds none spins for as long as the others usually need, then sleeps and gives
 * up its core. It never yields: a yield hands a whole time slice to whoever else is there, even to
 * a process of the lowest priority.
 */
final class PieceQueue {

  /** Pieces of a phase at most. */
  static final int MOST = 64;

  private static final long SPIN_NANOS = 100_000;
  private static final int SPINS_A_LOOK = 64; // at the clock

  private final int workers;

  /** Bit i is set while nobody has taken piece i. */
  private final AtomicLong open = new AtomicLong();

  private final AtomicInteger unfinished = new AtomicInteger();
  private final AtomicInteger sleepers = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile int count;
  private volatile boolean ended;

  PieceQueue(int workers) {
    this.workers = workers;
  }

  /** Forgets what was; only while no worker is here. */
  void reset() {
    open.set(0);
    ended = false;
  }

  /** Offers the pieces of a phase; only when those of the one before are finished. */
  void offer(int pieces) {
    count = pieces;
    unfinished.set(pieces);
    open.set(-1L >>> (MOST - pieces));
    if (pieces > 1 && sleepers.get() > 0) { // One is for the worker that offers.
      wakeSleepers();
    }
  }

  /** Lets everybody who waits, or will, leave. */
  void end() {
    ended = true;
    wakeSleepers();
  }

  /** Number of pieces of the phase; stable as long as a piece is taken and not finished. */
  int count() {
    return count;
  }

  /** Waits for a piece and takes it; -1 when there will be none. */
  int take(int worker) {
    while (!ended) {
      long pieces = open.get();
      if (pieces == 0) {
        await();
        continue;
      }
      // The phase may be over by now and these the pieces of the next: just as well.
      int piece = choose(pieces, worker);
      if (open.compareAndSet(pieces, pieces & ~(1L << piece))) {
        return piece;
      }
    }
    return -1;
  }

  /** Reports a piece as finished; true for the last of its phase. */
  boolean finish() {
    return unfinished.decrementAndGet() == 0;
  }

  /** The first of the worker's own pieces, else the last of the others'. */
  private int choose(long pieces, int worker) {
    int all = count;
    int from = all * worker / workers;
    int to = all * (worker + 1) / workers;
    long own = to == from ? 0 : pieces & ((-1L >>> (MOST - (to - from))) << from);
    return own == 0
        ? Long.numberOfTrailingZeros(Long.highestOneBit(pieces))
        : Long.numberOfTrailingZeros(own);
  }

  private boolean isAwaitOver() {
    return open.get() != 0 || ended;
  }

  private void await() {
    if (!spin()) {
      sleep();
    }
  }

  private boolean spin() {
    long end = System.nanoTime() + SPIN_NANOS;
    do {
      for (int i = 0; i < SPINS_A_LOOK; i++) {
        if (isAwaitOver()) {
          return true;
        }
        Thread.onSpinWait();
      }
    } while (System.nanoTime() - end < 0);
    return isAwaitOver();
  }

  private void sleep() {
    lock.lock();
    try {
      sleepers.incrementAndGet();
      while (!isAwaitOver()) {
        changed.awaitUninterruptibly();
      }
    } finally {
      sleepers.decrementAndGet();
      lock.unlock();
    }
  }

  private void wakeSleepers() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
