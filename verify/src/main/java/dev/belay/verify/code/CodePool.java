package dev.belay.verify.code;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Workers that run code, as many as the machine has cores. They are kept for some seconds after the
 * last job and then go, so that nothing is left while a model trains.
 */
final class CodePool implements AutoCloseable {

  private static final long IDLE_SECONDS = 5;

  private final Isolation isolation;
  private final Limits limits;
  private final int size;
  private final Deque<CodeWorker> idle = new ArrayDeque<>();
  private final ExecutorService launcher = Executors.newSingleThreadExecutor(daemon("launch"));
  private final ExecutorService gravedigger = Executors.newFixedThreadPool(2, daemon("bury"));
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(daemon("watch"));
  private final Set<Long> lingering = ConcurrentHashMap.newKeySet();
  private @Nullable ScheduledFuture<?> closing;

  CodePool(Isolation isolation, Limits limits) {
    this(isolation, limits, Runtime.getRuntime().availableProcessors());
  }

  CodePool(Isolation isolation, Limits limits, int size) {
    this.isolation = isolation;
    this.limits = limits;
    this.size = size;
    Runtime.getRuntime().addShutdownHook(new Thread(this::closeIdle));
  }

  private static ThreadFactory daemon(String name) {
    return Thread.ofPlatform().daemon().name("belay-code-" + name).factory();
  }

  Isolation isolation() {
    return isolation;
  }

  ScheduledExecutorService clock() {
    return clock;
  }

  /** The first processes of sandboxes that should have ended and have not; none, that is. */
  Set<Long> lingering() {
    return Set.copyOf(lingering);
  }

  /** Starts a process from the one thread that outlives them all. */
  Future<Sandbox> start(String program) {
    return launcher.submit(() -> Sandbox.start(isolation, program, limits.messageBytes()));
  }

  /** Ends a process, without keeping the caller. */
  void bury(Sandbox sandbox) {
    lingering.add(sandbox.firstPid());
    sandbox.kill();
    gravedigger.execute(() -> close(sandbox));
  }

  private void close(Sandbox sandbox) {
    lingering.add(sandbox.firstPid());
    sandbox.close();
    if (!Usage.lives(sandbox.firstPid())) {
      lingering.remove(sandbox.firstPid());
    }
  }

  /** Ends a process that may not have started yet. */
  void bury(Future<Sandbox> started) {
    gravedigger.execute(
        () -> {
          try {
            close(started.get());
          } catch (ExecutionException e) {
            // It never began.
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** Runs one job. */
  Outcome run(CodeJob job) {
    CodeWorker worker = take();
    try {
      return worker.run(job);
    } finally {
      giveBack(worker);
    }
  }

  /** Runs jobs on all workers; the outcomes are in their order. */
  List<Outcome> runAll(List<CodeJob> jobs) {
    if (jobs.size() < 2) {
      return jobs.stream().map(this::run).toList();
    }
    Outcome[] outcomes = new Outcome[jobs.size()];
    AtomicInteger next = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < Math.min(size, jobs.size()); i++) {
      threads.add(
          Thread.ofPlatform().daemon().name("belay-code").start(() -> work(jobs, next, outcomes)));
    }
    for (Thread thread : threads) {
      joinUninterrupted(thread);
    }
    return Arrays.stream(outcomes)
        .map(outcome -> outcome == null ? Outcome.error("interrupted") : outcome)
        .toList();
  }

  private void work(List<CodeJob> jobs, AtomicInteger next, Outcome[] outcomes) {
    CodeWorker worker = take();
    try {
      for (int i = next.getAndIncrement(); i < jobs.size(); i = next.getAndIncrement()) {
        outcomes[i] = worker.run(jobs.get(i));
      }
    } finally {
      giveBack(worker);
    }
  }

  /** Every job is bounded, so this ends; an interrupt is kept for the caller. */
  private static void joinUninterrupted(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized CodeWorker take() {
    if (closing != null) {
      closing.cancel(false);
    }
    CodeWorker worker = idle.poll();
    return worker == null ? new CodeWorker(this, limits) : worker;
  }

  private synchronized void giveBack(CodeWorker worker) {
    idle.push(worker);
    if (closing != null) {
      closing.cancel(false);
    }
    closing = clock.schedule(this::closeIdle, IDLE_SECONDS, TimeUnit.SECONDS);
  }

  private synchronized void closeIdle() {
    while (!idle.isEmpty()) {
      idle.pop().close();
    }
  }

  /** Ends all processes, and waits until they are gone. */
  @Override
  public void close() {
    closeIdle();
    clock.shutdownNow();
    gravedigger.shutdown();
    try {
      gravedigger.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    launcher.shutdown();
  }
}
