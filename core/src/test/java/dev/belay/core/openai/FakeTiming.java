package dev.belay.core.openai;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** Time that passes only by sleeping. */
final class FakeTiming implements Timing {
  private final List<Duration> sleeps = new ArrayList<>();
  private final IntConsumer onSleep;
  private long nanos;

  FakeTiming() {
    this(count -> {});
  }

  /**
   * Time with events.
   *
   * @param onSleep told the number of sleeps so far, after each
   */
  FakeTiming(IntConsumer onSleep) {
    this.onSleep = onSleep;
  }

  synchronized List<Duration> sleeps() {
    return List.copyOf(sleeps);
  }

  @Override
  public synchronized long nanoTime() {
    return nanos;
  }

  @Override
  public synchronized Instant now() {
    return Instant.parse("2026-01-01T00:00:00Z").plusNanos(nanos);
  }

  @Override
  public synchronized void sleep(Duration duration) {
    sleeps.add(duration);
    nanos += duration.toNanos();
    onSleep.accept(sleeps.size());
  }
}
