package dev.belay.core.openai;

import dev.belay.core.openai.Attempt.Cause;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One server: its address, its pace, and what it has said of itself. */
final class Server {
  private final ServerSettings settings;
  private final HttpTransport http;
  private final Pace pace;
  private final ServerErrors errors;
  private final Consumer<String> notes;
  private final AtomicBoolean failing = new AtomicBoolean();
  private final AtomicInteger recoveries = new AtomicInteger();
  private final AtomicBoolean answered = new AtomicBoolean();
  private SortedMap<String, String> offered = Collections.emptySortedMap();
  private int completions;
  private final TreeSet<String> statedModels = new TreeSet<>();
  private final TreeSet<String> fingerprints = new TreeSet<>();

  Server(ServerSettings settings, Timing timing, Consumer<String> notes) {
    this.settings = settings;
    this.http = new HttpTransport(settings.key(), settings.timeout(), timing);
    this.pace = new Pace(settings.requestsPerMinute(), timing);
    this.errors = new ServerErrors(settings);
    this.notes = notes;
  }

  ServerSettings settings() {
    return settings;
  }

  ServerUrl url() {
    return settings.url();
  }

  ServerErrors errors() {
    return errors;
  }

  Pace pace() {
    return pace;
  }

  /** How often it came back after it could not be reached. */
  int recoveries() {
    return recoveries.get();
  }

  /** One request, once it may start. */
  Attempt attempt(String path, Optional<String> json) throws InterruptedException {
    pace.await();
    URI address = settings.url().resolve(path);
    try {
      HttpAnswer answer = http.send(address, json).unwrapped();
      if (failing.compareAndSet(true, false)) {
        recoveries.incrementAndGet();
        notes.accept(settings.url() + " answers again");
      }
      if (!answer.mayPass() || errors.isQuotaSpent(answer)) {
        return Attempt.answered(answer);
      }
      return new Attempt(
          Optional.empty(), errors.passing(answer), cause(answer), answer.retryAfter());
    } catch (IOException e) {
      if (failing.compareAndSet(false, true)) {
        notes.accept(settings.url() + ": " + errors.passing(e) + "; trying again");
      }
      return Attempt.failed(errors.passing(e), cause(e));
    }
  }

  private static Cause cause(HttpAnswer answer) {
    if (answer.isBusy()) {
      return Cause.BUSY;
    }
    return answer.isAway() ? Cause.GONE : Cause.REQUEST;
  }

  private static Cause cause(IOException error) {
    if (error instanceof ConnectException) {
      return Cause.GONE;
    }
    return error.getCause() instanceof TimeoutException ? Cause.SLOW : Cause.REQUEST;
  }

  /** No request starts before that long from now. */
  void pause(Duration asked) {
    if (asked.isPositive()) {
      pace.pause(asked); // For every request: they all go to the server that asked.
    }
  }

  /** Keeps what its list says of the model that it is asked for. */
  synchronized void note(ModelOffer offer) {
    offered = offer.facts();
  }

  /** What its list says of the model that it is asked for. */
  synchronized SortedMap<String, String> offered() {
    return offered;
  }

  /** Whether it has given a completion, and so lets in who asks. */
  boolean hasAnswered() {
    return answered.get();
  }

  void noteAnswer() {
    answered.set(true);
  }

  /** Keeps what an answer states of who gave it, and counts it if it was asked for. */
  synchronized void note(ChatReply reply, boolean counts) {
    noteAnswer();
    completions += counts ? 1 : 0;
    if (!reply.fingerprint().isEmpty()) {
      fingerprints.add(reply.fingerprint());
    }
    if (!reply.model().isEmpty()) {
      statedModels.add(reply.model());
    }
  }

  /** How many completions that were asked for it has given. */
  synchronized int completions() {
    return completions;
  }

  /** The models that its answers stated. */
  synchronized SortedSet<String> statedModels() {
    return new TreeSet<>(statedModels);
  }

  /** Its own words for its state. */
  synchronized List<String> fingerprints() {
    return List.copyOf(fingerprints);
  }

  @Override
  public String toString() {
    return settings.url().toString();
  }
}
