package dev.belay.torch.generate;

import static org.bytedeco.pytorch.global.torch.get_num_threads;
import static org.bytedeco.pytorch.global.torch.set_num_threads;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.bytedeco.pytorch.InferenceMode;
import org.jspecify.annotations.Nullable;

/**
 * Threads that all run the same program on different parts of the data and meet at barriers. Each
 * runs libtorch on one thread and in inference mode; the caller's own libtorch settings stay as
 * they are, since the caller only waits. Between runs the threads are parked.
 */
final class LockstepTeam implements AutoCloseable {

  private final List<Member> members = new ArrayList<>();
  private final LockstepBarrier barrier;
  private final Semaphore done = new Semaphore(0);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  LockstepTeam(int size) {
    this.barrier = new LockstepBarrier(size);
    int torchThreads = get_num_threads();
    for (int worker = 0; worker < size; worker++) {
      Member member = new Member(worker);
      members.add(member);
      member.thread.start();
    }
    done.acquireUninterruptibly(size);
    // libtorch remembers the last count that any thread set as the default of threads to come.
    set_num_threads(torchThreads);
  }

  int size() {
    return members.size();
  }

  /** Waits, in a program, until every thread of the team has come here. */
  void barrier() {
    barrier.await();
  }

  /**
   * Runs {@code program} on every thread and waits for all. The first exception reaches the caller;
   * the other threads leave at their next barrier. An interrupt calls {@code onInterrupt}, which
   * must make the program end soon, and stays set.
   *
   * @param program receives the thread's number, 0 up to {@link #size()}
   */
  void run(IntConsumer program, Runnable onInterrupt) {
    barrier.reset();
    members.forEach(member -> member.start(program));
    awaitMembers(onInterrupt);
    Throwable thrown = failure.getAndSet(null);
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof RuntimeException exception) {
      throw exception;
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
    members.forEach(member -> member.start(null));
    done.acquireUninterruptibly(members.size());
  }

  private void fail(Throwable thrown) {
    if (!(thrown instanceof LockstepBarrier.Broken)) {
      failure.compareAndSet(null, thrown);
    }
    barrier.breakUp();
  }

  private final class Member implements Runnable {
    private final int worker;
    private final Thread thread;
    private final Semaphore ready = new Semaphore(0);
    private volatile @Nullable IntConsumer program;

    Member(int worker) {
      this.worker = worker;
      this.thread = Thread.ofPlatform().daemon().name("belay-rollout-" + worker).unstarted(this);
    }

    /** Hands over a program; null ends the thread. */
    void start(@Nullable IntConsumer next) {
      program = next;
      ready.release();
    }

    @Override
    public void run() {
      var _ = get_num_threads(); // Else the first operator here would set the default again.
      set_num_threads(1);
      try (InferenceMode _ = new InferenceMode()) {
        done.release();
        for (IntConsumer next = take(); next != null; next = take()) {
          runProgram(next);
        }
      }
      done.release();
    }

    private @Nullable IntConsumer take() {
      ready.acquireUninterruptibly();
      return program;
    }

    private void runProgram(IntConsumer next) {
      try {
        next.accept(worker);
      } catch (RuntimeException | Error thrown) {
        fail(thrown);
      } finally {
        done.release();
      }
    }
  }
}
