package dev.belay.core.openai;

import java.time.Duration;

/**
 * When the next request may start: so many a minute, evenly spaced, and none while a server has
 * asked for a pause.
 */
final class Pace {
  private final Timing timing;
  private final long spacingNanos;
  private long next;
  private long pausedUntil;

  /**
   * A pace.
   *
   * @param requestsPerMinute 0 for no limit
   */
  Pace(double requestsPerMinute, Timing timing) {
    this.timing = timing;
    this.spacingNanos = requestsPerMinute > 0 ? Math.round(60e9 / requestsPerMinute) : 0;
    this.next = timing.nanoTime();
    this.pausedUntil = next;
  }

  /** Waits for this request's turn. */
  void await() throws InterruptedException {
    long wait = reserve();
    if (wait > 0) {
      timing.sleep(Duration.ofNanos(wait));
    }
  }

  private synchronized long reserve() {
    long now = timing.nanoTime();
    long turn = Math.max(now, next);
    next = turn + spacingNanos;
    return turn - now;
  }

  /** Whether a pause is under way that the server asked for. */
  synchronized boolean isPaused() {
    return pausedUntil > timing.nanoTime();
  }

  /** No request starts before that long from now. */
  synchronized void pause(Duration duration) {
    pausedUntil = Math.max(pausedUntil, timing.nanoTime() + duration.toNanos());
    next = Math.max(next, pausedUntil);
  }
}
