package dev.belay.session.hold;

import dev.belay.safety.hold.TriedWeight;

/** How long a walk may still take: as long a weight as those took that were measured. */
final class WalkClock {

  private final int weights;
  private int ended;
  private long startedAt;
  private long spent;

  /**
   * A clock.
   *
   * @param weights that are tried at most
   */
  WalkClock(int weights) {
    this.weights = weights;
  }

  /** A weight is begun. */
  void start() {
    startedAt = System.nanoTime();
  }

  /** It has ended; what to say of it. */
  String ended(TriedWeight tried) {
    spent += System.nanoTime() - startedAt;
    ended++;
    int left = tried.held() ? 0 : weights - ended;
    return "weight %s: %s%s"
        .formatted(TriedWeight.name(tried.weight()), tried.gate().reason(), left(left));
  }

  private String left(int more) {
    if (more == 0) {
      return "";
    }
    long seconds = Math.round(more * (spent / 1e9) / ended);
    return " At most %d more, about %s."
        .formatted(more, seconds < 90 ? seconds + " s" : Math.round(seconds / 60.0) + " min");
  }
}
