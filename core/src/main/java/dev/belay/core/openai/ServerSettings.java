package dev.belay.core.openai;

import java.time.Duration;
import java.util.Optional;

/**
 * How to speak to a server.
 *
 * @param url its base address
 * @param key sent to it alone
 * @param timeout how long one request may take, its answer included
 * @param concurrency how many requests may be under way
 * @param requestsPerMinute how many may start in a minute; 0 for no limit
 * @param retry what to do when it does not answer
 */
public record ServerSettings(
    ServerUrl url,
    Optional<ApiKey> key,
    Duration timeout,
    Concurrency concurrency,
    double requestsPerMinute,
    Retry retry) {

  /** So many requests under way from the first on. */
  public ServerSettings(
      ServerUrl url,
      Optional<ApiKey> key,
      Duration timeout,
      int concurrency,
      double requestsPerMinute,
      Retry retry) {
    this(url, key, timeout, Concurrency.fixed(concurrency), requestsPerMinute, retry);
  }

  public ServerSettings {
    if (!(requestsPerMinute >= 0)) {
      throw new IllegalArgumentException(
          "requests per minute must be 0 (no limit) or more, was " + requestsPerMinute);
    }
    if (timeout.isZero() || timeout.isNegative()) {
      throw new IllegalArgumentException("a timeout must be longer than 0, was " + timeout);
    }
  }

  /** Ten minutes for each request, five minutes of patience. */
  public static ServerSettings of(ServerUrl url, Optional<ApiKey> key) {
    return new ServerSettings(
        url,
        key,
        Duration.ofMinutes(10),
        Concurrency.GROWING,
        0,
        Retry.lasting(Duration.ofMinutes(5)));
  }
}
