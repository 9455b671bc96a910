package dev.belay.core.openai;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Requests that are sent again until the server answers them, or patience runs out. */
final class PatientTransport {
  private final HttpTransport http;
  private final ServerSettings settings;
  private final Pace pace;
  private final Timing timing;
  private final ServerErrors errors;
  private final Consumer<String> notes;
  private final AtomicBoolean failing = new AtomicBoolean();
  private final AtomicInteger recoveries = new AtomicInteger();

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
   */
  HttpAnswer send(String what, URI address, Optional<String> json, Retry retry) {
    try {
      Duration waited = Duration.ZERO;
      long firstFailure = 0;
      for (int attempt = 1; ; attempt++) {
        pace.await();
        Outcome outcome = attempt(address, json);
        if (outcome.answer().isPresent()) {
          return outcome.answer().get();
        }
        firstFailure = attempt == 1 ? timing.nanoTime() : firstFailure;
        waited = Duration.ofNanos(timing.nanoTime() - firstFailure);
        pauseOrGiveUp(outcome, attempt, waited, retry);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException(settings.url() + ": interrupted while waiting for " + what);
    }
  }

  /**
   * How an attempt ended.
   *
   * @param answer that is final
   * @param reason of a failure that may pass
   * @param retryAfter how long the server asks to wait
   */
  private record Outcome(
      Optional<HttpAnswer> answer, String reason, Optional<Duration> retryAfter) {}

  private Outcome attempt(URI address, Optional<String> json) throws InterruptedException {
    try {
      HttpAnswer answer = http.send(address, json);
      if (failing.compareAndSet(true, false)) {
        recoveries.incrementAndGet();
        notes.accept(settings.url() + " answers again");
      }
      if (!answer.mayPass() || errors.isQuotaSpent(answer)) {
        return new Outcome(Optional.of(answer), "", Optional.empty());
      }
      return new Outcome(Optional.empty(), errors.passing(answer), answer.retryAfter());
    } catch (IOException e) {
      if (failing.compareAndSet(false, true)) {
        notes.accept(settings.url() + ": " + errors.passing(e) + "; trying again");
      }
      return new Outcome(Optional.empty(), errors.passing(e), Optional.empty());
    }
  }

  private void pauseOrGiveUp(Outcome failed, int attempt, Duration waited, Retry retry)
      throws InterruptedException {
    Duration own = retry.delayAfter(attempt, ThreadLocalRandom.current()::nextDouble);
    Duration asked = failed.retryAfter().orElse(Duration.ZERO);
    Duration delay = asked.compareTo(own) > 0 ? asked : own;
    if (waited.plus(delay).compareTo(retry.patience()) > 0) {
      String reason =
          asked.compareTo(own) > 0
              ? failed.reason() + " and asks to wait " + asked.toSeconds() + " s more"
              : failed.reason();
      throw errors.exhausted(reason, waited);
    }
    if (asked.isPositive()) {
      pace.pause(asked); // For every request: they all go to the server that asked.
    }
    timing.sleep(delay);
  }
}
