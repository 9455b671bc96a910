package dev.belay.core.openai;

import dev.belay.core.openai.Attempt.Cause;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * Requests that are sent again until a server answers them, or patience runs out. Where there are
 * several servers, another is asked at once; only what none answers waits.
 */
final class PatientTransport {
  /** Attempts, each with others answered since the one before, until a request is given up. */
  private static final int ATTEMPTS_IN_VAIN = 5;

  private static final int LEAST_ATTEMPTS = 3;

  private final Servers servers;
  private final Timing timing;
  private final AtomicLong answered = new AtomicLong();

  PatientTransport(Servers servers, Timing timing) {
    this.servers = servers;
    this.timing = timing;
  }

  /**
   * An answer, and who gave it.
   *
   * @param server that gave it
   * @param answer a success, or a refusal that no waiting mends
   */
  record Answered(Server server, HttpAnswer answer) {}

  /**
   * A server's answer: a success, or a refusal that no waiting mends.
   *
   * @param what is asked for, for messages
   * @param path below the server's address
   * @param makesSense whether a success is one; of several servers another is asked where it is not
   * @throws ServerException when patience has run out
   * @throws UnansweredException when this request alone is not answered
   */
  Answered send(
      String what,
      String path,
      Optional<String> json,
      Predicate<HttpAnswer> makesSense,
      Retry retry) {
    try {
      Course course = new Course(retry);
      while (true) {
        Server server = servers.take(course.failed);
        Attempt attempt;
        try {
          long start = timing.nanoTime();
          attempt = course.doubted(server, server.attempt(path, json), makesSense);
          if (attempt.answer().isPresent()) {
            servers.answered(server, Duration.ofNanos(timing.nanoTime() - start));
          } else {
            course.hold(server, attempt); // Before another request takes the place.
          }
        } finally {
          servers.giveBack(server);
        }
        if (attempt.answer().isPresent()) {
          answered.incrementAndGet();
          course.answered(server, makesSense.test(attempt.answer().get()));
          return new Answered(server, attempt.answer().get());
        }
        course.goOn(server, attempt);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException("interrupted while waiting for " + what);
    }
  }

  /** What became of one request so far. */
  private final class Course {
    private final Retry retry;
    private final Others others = new Others();
    private final Set<Server> failed = new HashSet<>();
    private final Map<Server, String> suspects = new LinkedHashMap<>();
    private long firstFailure;
    private int attempts;
    private int pauses;

    Course(Retry retry) {
      this.retry = retry;
    }

    /**
     * A refusal, or what makes no sense, is a failure as long as another server can be asked: what
     * a request is answered must not depend on who gets it.
     */
    Attempt doubted(Server server, Attempt attempt, Predicate<HttpAnswer> makesSense) {
      if (attempt.answer().isEmpty() || makesSense.test(attempt.answer().get())) {
        return attempt;
      }
      HttpAnswer answer = attempt.answer().get();
      String reason = server.errors().passing(answer);
      if (answer.isRefusalOfAsker()) {
        return servers.areSeveral() ? Attempt.failed(reason, Cause.GONE) : attempt;
      }
      Set<Server> asked = new HashSet<>(failed);
      asked.add(server);
      return servers.isOneBeside(asked) ? Attempt.failed(reason, Cause.REQUEST) : attempt;
    }

    /** Where another server completes the request, it was not why these failed. */
    void answered(Server server, boolean completed) {
      suspects.remove(server);
      if (completed) {
        suspects.forEach(servers::failed);
      }
    }

    /** After a failure: returns when the request is to be sent again, if need be after a pause. */
    void goOn(Server server, Attempt attempt) throws InterruptedException {
      attempts++;
      firstFailure = attempts == 1 ? timing.nanoTime() : firstFailure;
      boolean inVain = others.failed(attempt);
      failed.add(server);
      boolean givenUp = inVain || (!attempt.away() && attempts >= retry.mostFailures());
      if (!givenUp && servers.isOneBeside(failed)) {
        return;
      }
      Duration waited = Duration.ofNanos(timing.nanoTime() - firstFailure);
      pauses++;
      if (givenUp || !hasPatience(server, attempt, waited)) {
        throw exception(server, attempt, waited);
      }
      failed.clear();
    }

    /** A failure is the server's own where it says so, or where another answers the request. */
    void hold(Server server, Attempt attempt) {
      if (servers.areSeveral()) {
        boolean tooLong = attempt.asked().compareTo(retry.patience()) > 0;
        server.pause(tooLong ? retry.patience() : attempt.asked());
      }
      switch (attempt.cause()) {
        case GONE -> servers.failed(server, attempt.reason());
        case BUSY -> servers.overwhelmed(server);
        case SLOW -> {
          servers.overwhelmed(server);
          suspects.put(server, attempt.reason());
        }
        case REQUEST -> suspects.put(server, attempt.reason());
      }
    }

    /** Waits as long as the server asks, or as is usual; false when that would be too long. */
    private boolean hasPatience(Server server, Attempt attempt, Duration waited)
        throws InterruptedException {
      Duration own = retry.delayAfter(pauses, ThreadLocalRandom.current()::nextDouble);
      Duration asked = attempt.asked();
      Duration delay = asked.compareTo(own) > 0 ? asked : own;
      if (waited.plus(delay).compareTo(retry.patience()) > 0) {
        return false;
      }
      server.pause(asked);
      timing.sleep(delay);
      return true;
    }

    private RuntimeException exception(Server server, Attempt attempt, Duration waited) {
      boolean alone = attempts >= LEAST_ATTEMPTS && others.wereAnswered();
      if (!attempt.away() && (alone || attempts >= retry.mostFailures())) {
        return new UnansweredException(
            alone ? attempt.reason() + ", and again, while others are answered" : attempt.reason(),
            false);
      }
      Duration asked = attempt.asked();
      String reason =
          waited.plus(asked).compareTo(retry.patience()) > 0 && asked.isPositive()
              ? attempt.reason() + " and asks to wait " + asked.toSeconds() + " s more"
              : attempt.reason();
      return server.errors().exhausted(reason, waited);
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
    boolean failed(Attempt attempt) {
      long now = answered.get();
      inVain = now > seen ? inVain + 1 : inVain;
      seen = now;
      return inVain >= ATTEMPTS_IN_VAIN && !attempt.away();
    }

    boolean wereAnswered() {
      return answered.get() > atFirst;
    }
  }
}
