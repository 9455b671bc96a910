package dev.belay.torch.generate;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A barrier that is passed hundreds of times a token. A waiter spins for as long as the others
 * usually need, then sleeps, so that on a busy machine the thread that is awaited gets the core. It
 * never yields: a yield hands a whole time slice to whoever else is there, even to a process of the
 * lowest priority.
 */
final class LockstepBarrier {

  /** Thrown by {@link #await()} when another thread has failed. */
  static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Broken() {
      super("another worker failed", null, false, false);
    }
  }

  private static final long SPIN_NANOS = 100_000;
  private static final int SPINS_A_LOOK = 64; // at the clock

  private final int parties;
  private final AtomicInteger arrived = new AtomicInteger();
  private final AtomicInteger generation = new AtomicInteger();
  private final AtomicInteger sleepers = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile boolean broken;

  LockstepBarrier(int parties) {
    this.parties = parties;
  }

  /** Forgets a failure; only while nobody waits. */
  void reset() {
    arrived.set(0);
    broken = false;
  }

  /** Lets everybody who waits, or will, leave with {@link Broken}. */
  void breakUp() {
    broken = true;
    wakeSleepers();
  }

  void await() {
    int current = generation.get();
    if (arrived.incrementAndGet() == parties) {
      arrived.set(0);
      generation.incrementAndGet();
      wakeSleepers();
    } else if (!spin(current)) {
      sleep(current);
    }
    if (broken) {
      throw new Broken();
    }
  }

  private boolean passed(int current) {
    return generation.get() != current || broken;
  }

  private boolean spin(int current) {
    long end = System.nanoTime() + SPIN_NANOS;
    do {
      for (int i = 0; i < SPINS_A_LOOK; i++) {
        if (passed(current)) {
          return true;
        }
        Thread.onSpinWait();
      }
    } while (System.nanoTime() - end < 0);
    return passed(current);
  }

  private void sleep(int current) {
    lock.lock();
    try {
      sleepers.incrementAndGet();
      while (!passed(current)) {
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
