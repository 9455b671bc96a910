package dev.belay.core.openai;

import java.time.Duration;

/** What one server is doing, and how it has done; guarded by the lock of {@link Servers}. */
final class Load {
  /** An answer that takes this share of the longest time shows that no more would fit. */
  private static final int KEEPS_UP = 8;

  /** One that takes this share shows that it is too many. */
  private static final int FALLS_BEHIND = 4;

  private final Server server;
  private final Concurrency concurrency;
  private int room;
  private int underWay;
  private long started;
  private int failuresInRow;
  private String left = "";

  Load(Server server) {
    this.server = server;
    this.concurrency = server.settings().concurrency();
    this.room = concurrency.atFirst();
  }

  Server server() {
    return server;
  }

  boolean hasRoom() {
    return underWay < room;
  }

  int underWay() {
    return underWay;
  }

  long started() {
    return started;
  }

  boolean isIn() {
    return left.isEmpty();
  }

  /** Why it is asked no more; empty while it is. */
  String left() {
    return left;
  }

  void leave(String why) {
    left = why;
  }

  void begin() {
    underWay++;
    started++;
  }

  void end() {
    underWay--;
  }

  /** Notes an answer; more may be under way where it came soon. */
  void answered(Duration took) {
    failuresInRow = 0;
    if (concurrency.isAdapted()) {
      Duration longest = server.settings().timeout();
      if (took.multipliedBy(KEEPS_UP).compareTo(longest) <= 0) {
        room = Math.min(concurrency.most(), room + 1);
      } else if (took.multipliedBy(FALLS_BEHIND).compareTo(longest) > 0) {
        room = Math.max(1, room - 1);
      }
    }
  }

  /** Notes that it could not keep up with what was under way. */
  void overwhelmed() {
    if (concurrency.isAdapted()) {
      room = Math.max(1, room / 2);
    }
  }

  /** Notes a failure that is its own; returns how many there were since its last answer. */
  int failed() {
    return ++failuresInRow;
  }
}
