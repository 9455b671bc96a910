package dev.belay.core.openai;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long and how often to try again what may pass: no connection, no answer in time, 429, 5xx.
 *
 * @param patience how long a request is tried again after its first failure; a server that restarts
 *     is back within it
 * @param firstDelay before the second attempt; doubled each time
 * @param longestDelay between two attempts
 * @param mostFailures attempts at a request that the server is there for, and fails at
 */
public record Retry(
    Duration patience, Duration firstDelay, Duration longestDelay, int mostFailures) {

  /** As many attempts as patience allows. */
  public Retry(Duration patience, Duration firstDelay, Duration longestDelay) {
    this(patience, firstDelay, longestDelay, Integer.MAX_VALUE);
  }

  /** Half a second at first, half a minute at most. */
  public static Retry lasting(Duration patience) {
    return new Retry(patience, Duration.ofMillis(500), Duration.ofSeconds(30));
  }

  /** The same, but no longer than that. */
  Retry atMost(Duration limit) {
    Duration shorter = patience.compareTo(limit) < 0 ? patience : limit;
    return new Retry(shorter, firstDelay, longestDelay, mostFailures);
  }

  /** The same, but a request that the server fails at is given up after so many attempts. */
  Retry givingUpAfter(int failures) {
    return new Retry(patience, firstDelay, longestDelay, failures);
  }

  /**
   * The wait after a failed attempt: exponential, of which a random half to whole, so that clients
   * that failed together do not come back together.
   *
   * @param attempt the one that failed, from 1
   * @param random uniform in [0, 1)
   */
  Duration delayAfter(int attempt, DoubleSupplier random) {
    double growth = Math.pow(2, Math.min(attempt - 1, 30));
    double whole = Math.min(firstDelay.toMillis() * growth, (double) longestDelay.toMillis());
    return Duration.ofMillis(Math.round(whole * (0.5 + 0.5 * random.getAsDouble())));
  }
}
