package dev.belay.torch.generate;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A barrier that is passed hundreds of times a token. A waiter spins for some microseconds, which
 * is how long the others usually need, then gives its time slice away, and at last sleeps, so that
 * on a busy machine the thread that is awaited gets the core.
 */
final class LockstepBarrier {

  /** Thrown by {@link #await()} when another thread has failed. */
  static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Broken() {
      super("another worker failed", null, false, false);
    }
  }

  private static final int SPINS = 2_000;
  private static final int YIELDS = 50;

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

  @SuppressWarnings("ThreadPriorityCheck") // Giving way saves time; correctness needs none of it.
  private boolean spin(int current) {
    for (int i = 0; i < SPINS + YIELDS; i++) {
      if (passed(current)) {
        return true;
      }
      if (i < SPINS) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
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
