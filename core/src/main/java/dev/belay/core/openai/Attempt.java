package dev.belay.core.openai;

import java.time.Duration;
import java.util.Optional;

/**
 * How one attempt at a request ended.
 *
 * @param answer that no further attempt would change
 * @param reason of a failure that may pass
 * @param cause what kind of failure it is
 * @param retryAfter how long the server asks to wait
 */
record Attempt(
    Optional<HttpAnswer> answer, String reason, Cause cause, Optional<Duration> retryAfter) {

  /** What a failure says of the server. */
  enum Cause {
    /** It failed at this request, and may answer others. */
    REQUEST,
    /** It did not answer in time. */
    SLOW,
    /** It has too much to do. */
    BUSY,
    /** It is not there, whatever it is asked. */
    GONE
  }

  static Attempt answered(HttpAnswer answer) {
    return new Attempt(Optional.of(answer), "", Cause.REQUEST, Optional.empty());
  }

  static Attempt failed(String reason, Cause cause) {
    return new Attempt(Optional.empty(), reason, cause, Optional.empty());
  }

  /** Whether the server is busy or not there, whatever it is asked. */
  boolean away() {
    return cause == Cause.BUSY || cause == Cause.GONE;
  }

  /** How long the server asks to wait; zero when it does not. */
  Duration asked() {
    return retryAfter.orElse(Duration.ZERO);
  }
}
