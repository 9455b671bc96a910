package dev.belay.verify.code;

import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Ends a run that takes too long or too much memory, from a thread of its own. */
final class Watch implements AutoCloseable {

  private static final long EVERY_MILLIS = 100;

  private final Limits limits;
  private final Sandbox tests;
  private final Sandbox code;
  private final long began = System.nanoTime();
  private final AtomicReference<Outcome> ended = new AtomicReference<>();
  private final ScheduledFuture<?> task;

  private Watch(Limits limits, Sandbox tests, Sandbox code, ScheduledExecutorService clock) {
    this.limits = limits;
    this.tests = tests;
    this.code = code;
    this.task =
        clock.scheduleWithFixedDelay(this::look, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  static Watch over(Limits limits, Sandbox tests, Sandbox code, ScheduledExecutorService clock) {
    return new Watch(limits, tests, code, clock);
  }

  private void look() {
    if (ended.get() != null) {
      return;
    }
    Usage usage = Usage.of(code.firstPid());
    if (usage.residentBytes() > limits.memoryBytes()) {
      end(Outcome.failed("used more than %d MB".formatted(limits.memoryBytes() >> 20)));
    } else if (System.nanoTime() - began > TimeUnit.SECONDS.toNanos(limits.wallSeconds())) {
      end(late(usage.time()));
    }
  }

  /** A run that mostly waited for a processor says nothing of its code. */
  private Outcome late(Usage.Time time) {
    long wall = TimeUnit.SECONDS.toNanos(limits.wallSeconds());
    boolean starved = time.waited() > wall / 2 && time.ran() < wall / 4;
    return starved
        ? Outcome.error(
            "the machine was too busy to run it in %d s".formatted(limits.wallSeconds()))
        : Outcome.failed("did not end within %d s".formatted(limits.wallSeconds()));
  }

  private void end(Outcome outcome) {
    ended.compareAndSet(null, outcome);
    code.kill();
    tests.kill();
  }

  /** What the watch ended the run for; empty if it did not. */
  Optional<Outcome> ended() {
    return Optional.ofNullable(ended.get());
  }

  @Override
  public void close() {
    task.cancel(false);
  }
}
