package dev.belay.torch.generate;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Hands out the parts of one phase after the other: a phase begins when all parts of the one before
 * are done. Parts belong to nobody: whoever comes takes the next one, so that a thread that the
 * system does not let run holds up nobody unless it is in the middle of a part.
 *
 * <p>Phases are passed hundreds of times a token. A waiter spins for some microseconds, which is
 * how long the others usually need, then gives its time slice away, and at last sleeps.
 */
final class PhaseGate {

  /** Thrown to those who wait, or come, when another thread has failed. */
  static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Broken() {
      super("another worker failed", null, false, false);
    }
  }

  private static final int SPINS = 2_000;
  private static final int YIELDS = 50;

  /** The current phase in the upper half, its next part in the lower. */
  private final AtomicLong ticket = new AtomicLong();

  private final AtomicInteger done = new AtomicInteger();
  private final AtomicInteger sleepers = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile boolean broken;

  /** Starts again at phase 0; only while nobody is inside. */
  void reset() {
    ticket.set(0);
    done.set(0);
    broken = false;
  }

  /** Lets everybody who waits, or comes, leave with {@link Broken}. */
  void breakUp() {
    broken = true;
    wakeSleepers();
  }

  /** A part of a phase to do; -1 if none is left, or the phase is over. */
  int claim(int phase, int parts) {
    for (long current = ticket.get();
        (int) (current >>> 32) == phase && (int) current < parts;
        current = ticket.get()) {
      if (ticket.compareAndSet(current, current + 1)) {
        return (int) current;
      }
    }
    return -1;
  }

  /** Says that a claimed part is done; the last one opens the next phase. */
  void finish(int phase, int parts) {
    if (done.incrementAndGet() == parts) {
      done.set(0);
      ticket.set((phase + 1L) << 32);
      wakeSleepers();
    }
  }

  /** Waits until a phase is over. */
  void await(int phase) {
    if (!spin(phase)) {
      sleep(phase);
    }
    if (broken) {
      throw new Broken();
    }
  }

  private boolean isOver(int phase) {
    return (int) (ticket.get() >>> 32) != phase || broken;
  }

  @SuppressWarnings("ThreadPriorityCheck") // Giving way saves time; correctness needs none of it.
  private boolean spin(int phase) {
    for (int i = 0; i < SPINS + YIELDS; i++) {
      if (isOver(phase)) {
        return true;
      }
      if (i < SPINS) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
    return isOver(phase);
  }

  private void sleep(int phase) {
    lock.lock();
    try {
      sleepers.incrementAndGet();
      while (!isOver(phase)) {
        changed.awaitUninterruptibly();
      }
    } finally {
      sleepers.decrementAndGet();
      lock.unlock();
    }
  }

  private void wakeSleepers() {
    if (sleepers.get() > 0) {
      lock.lock();
      try {
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
