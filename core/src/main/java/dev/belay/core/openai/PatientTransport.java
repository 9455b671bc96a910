package dev.belay.core.openai;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Requests that are sent again until the server answers them, or patience runs out. */
final class PatientTransport {
  /** Attempts, each with others answered since the one before, until a request is given up. */
  private static final int ATTEMPTS_IN_VAIN = 5;

  private static final int LEAST_ATTEMPTS = 3;

  private final HttpTransport http;
  private final ServerSettings settings;
  private final Pace pace;
  private final Timing timing;
  private final ServerErrors errors;
  private final Consumer<String> notes;
  private final AtomicBoolean failing = new AtomicBoolean();
  private final AtomicInteger recoveries = new AtomicInteger();
  private final AtomicLong answered = new AtomicLong();

  PatientTransport(ServerSettings settings, Timing timing, Consumer<String> notes) {
    this.http = new HttpTransport(settings.key(), settings.timeout(), timing);
    this.settings = settings;
    this.pace = new Pace(settings.requestsPerMinute(), timing);
    this.timing = timing;
    this.errors = new ServerErrors(settings);
    this.notes = notes;
  }

  ServerErrors errors() {
    return errors;
  }

  /** How often the server came back after it could not be reached. */
  int recoveries() {
    return recoveries.get();
  }

  /**
   * The server's answer: a success, or a refusal that no waiting mends.
   *
   * @param what is asked for, for messages
   * @throws ServerException when patience has run out
   * @throws UnansweredException when this request alone is not answered
   */
  HttpAnswer send(String what, URI address, Optional<String> json, Retry retry) {
    try {
      Others others = new Others();
      long firstFailure = 0;
      for (int attempt = 1; ; attempt++) {
        pace.await();
        Outcome outcome = attempt(address, json);
        if (outcome.answer().isPresent()) {
          answered.incrementAndGet();
          return outcome.answer().get();
        }
        firstFailure = attempt == 1 ? timing.nanoTime() : firstFailure;
        Duration waited = Duration.ofNanos(timing.nanoTime() - firstFailure);
        boolean last = others.failed(outcome);
        if (last || !hasPatience(outcome, attempt, waited, retry)) {
          boolean alone = attempt >= LEAST_ATTEMPTS && others.wereAnswered() && !outcome.away();
          throw alone
              ? new UnansweredException(
                  "%s, and again, while others are answered".formatted(outcome.reason()), false)
              : exhausted(outcome, waited, retry);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException(settings.url() + ": interrupted while waiting for " + what);
    }
  }

  /**
   * Whether other requests are answered while one fails again and again: then it is not the server
   * that is down.
   */
  private final class Others {
    private final long atFirst = answered.get();
    private long seen = atFirst;
    private int inVain;

    /** Notes a failure; true when this request has failed often enough beside answered ones. */
    boolean failed(Outcome outcome) {
      long now = answered.get();
      inVain = now > seen ? inVain + 1 : inVain;
      seen = now;
      return inVain >= ATTEMPTS_IN_VAIN && !outcome.away();
    }

    boolean wereAnswered() {
      return answered.get() > atFirst;
    }
  }

  /**
   * How an attempt ended.
   *
   * @param answer that is final
   * @param reason of a failure that may pass
   * @param away whether the server is busy or not there, whatever it is asked
   * @param retryAfter how long the server asks to wait
   */
  private record Outcome(
      Optional<HttpAnswer> answer, String reason, boolean away, Optional<Duration> retryAfter) {}

  private Outcome attempt(URI address, Optional<String> json) throws InterruptedException {
    try {
      HttpAnswer answer = http.send(address, json).unwrapped();
      if (failing.compareAndSet(true, false)) {
        recoveries.incrementAndGet();
        notes.accept(settings.url() + " answers again");
      }
      if (!answer.mayPass() || errors.isQuotaSpent(answer)) {
        return new Outcome(Optional.of(answer), "", false, Optional.empty());
      }
      return new Outcome(
          Optional.empty(), errors.passing(answer), answer.isAway(), answer.retryAfter());
    } catch (IOException e) {
      if (failing.compareAndSet(false, true)) {
        notes.accept(settings.url() + ": " + errors.passing(e) + "; trying again");
      }
      return new Outcome(
          Optional.empty(), errors.passing(e), e instanceof ConnectException, Optional.empty());
    }
  }

  /** Waits as long as the server asks, or as is usual; false when that would be too long. */
  private boolean hasPatience(Outcome failed, int attempt, Duration waited, Retry retry)
      throws InterruptedException {
    Duration own = retry.delayAfter(attempt, ThreadLocalRandom.current()::nextDouble);
    Duration asked = failed.retryAfter().orElse(Duration.ZERO);
    Duration delay = asked.compareTo(own) > 0 ? asked : own;
    if (waited.plus(delay).compareTo(retry.patience()) > 0) {
      return false;
    }
    if (asked.isPositive()) {
      pace.pause(asked); // For every request: they all go to the server that asked.
    }
    timing.sleep(delay);
    return true;
  }

  private ServerException exhausted(Outcome failed, Duration waited, Retry retry) {
    Duration asked = failed.retryAfter().orElse(Duration.ZERO);
    String reason =
        waited.plus(asked).compareTo(retry.patience()) > 0 && asked.isPositive()
            ? failed.reason() + " and asks to wait " + asked.toSeconds() + " s more"
            : failed.reason();
    return errors.exhausted(reason, waited);
  }
}
