package dev.belay.core.openai;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The servers of one model. A request goes to the one with the fewest under way; one that fails
 * again and again leaves, as long as another is left.
 */
final class Servers {
  /** Failures in a row after which a server leaves. */
  static final int MOST_FAILURES = 3;

  private static final Comparator<Load> NEXT =
      Comparator.comparingInt(Load::underWay).thenComparingLong(Load::started);

  private final List<Load> loads;
  private final Consumer<String> warnings;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /**
   * Servers that are all asked.
   *
   * @param warnings told when one leaves
   */
  Servers(List<Server> servers, Consumer<String> warnings) {
    this.loads = servers.stream().map(Load::new).toList();
    this.warnings = warnings;
  }

  /**
   * Waits until one of them has room, and takes a place there; it must be given back.
   *
   * @param except those that have failed at the request, which are asked only if no other is left
   */
  Server take(Set<Server> except) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        Optional<Load> next = candidates(except).stream().filter(Load::hasRoom).min(NEXT);
        if (next.isPresent()) {
          next.get().begin();
          return next.get().server();
        }
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Better to wait for room than for the end of a pause. */
  private List<Load> candidates(Set<Server> except) {
    List<Load> others = inBeside(except);
    List<Load> any = others.isEmpty() ? in() : others;
    List<Load> open = any.stream().filter(load -> !load.server().pace().isPaused()).toList();
    return open.isEmpty() ? any : open;
  }

  /** Gives a place back. */
  void giveBack(Server server) {
    change(server, Load::end);
  }

  /** Notes an answer and how long it took. */
  void answered(Server server, Duration took) {
    change(server, load -> load.answered(took));
  }

  /** Notes that a server has too much to do. */
  void overwhelmed(Server server) {
    change(server, Load::overwhelmed);
  }

  /** Notes a failure that is the server's own, and not the request's. */
  void failed(Server server, String reason) {
    change(
        server,
        load -> {
          if (load.failed() >= MOST_FAILURES) {
            leave(load, "%d failures in a row, the last: %s".formatted(MOST_FAILURES, reason));
          }
        });
  }

  /**
   * A server is asked no more, unless it is the last.
   *
   * @return whether it has left, now or before: batches that run at once may each find it gone
   */
  boolean leave(Server server, String why) {
    lock.lock();
    try {
      change(server, load -> leave(load, why));
      return !of(server).isIn();
    } finally {
      lock.unlock();
    }
  }

  private void leave(Load load, String why) {
    int left = in().size() - 1;
    if (load.isIn() && left > 0) {
      load.leave(why);
      warnings.accept(
          "%s: %s. It is asked no more; %s."
              .formatted(
                  load.server(),
                  why,
                  left == 1 ? "one server is left" : left + " servers are left"));
    }
  }

  /** Why a server is asked no more; empty while it is. */
  String left(Server server) {
    lock.lock();
    try {
      return of(server).left();
    } finally {
      lock.unlock();
    }
  }

  /** Whether more than one is still asked. */
  boolean areSeveral() {
    lock.lock();
    try {
      return in().size() > 1;
    } finally {
      lock.unlock();
    }
  }

  /** Whether one that is still asked is not among these. */
  boolean isOneBeside(Set<Server> some) {
    lock.lock();
    try {
      return !inBeside(some).isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private void change(Server server, Consumer<Load> how) {
    lock.lock();
    try {
      how.accept(of(server));
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private List<Load> in() {
    return loads.stream().filter(Load::isIn).toList();
  }

  private List<Load> inBeside(Set<Server> some) {
    return in().stream().filter(load -> !some.contains(load.server())).toList();
  }

  private Load of(Server server) {
    return loads.stream().filter(load -> load.server() == server).findFirst().orElseThrow();
  }
}
