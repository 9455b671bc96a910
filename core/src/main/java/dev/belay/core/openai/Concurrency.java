package dev.belay.core.openai;

/**
 * How many requests to one server may be under way.
 *
 * @param atFirst before it has shown that it keeps up
 * @param most as long as it answers well within the time that a request may take
 */
public record Concurrency(int atFirst, int most) {

  /**
   * Enough for a server that computes many requests together, and few at first: one that computes
   * them one after the other would let the last of many wait for longer than a request may take.
   */
  public static final Concurrency GROWING = new Concurrency(8, 64);

  public Concurrency {
    if (atFirst < 1 || most < atFirst) {
      throw new IllegalArgumentException(
          "concurrency must be 1 or more, and no less at most, was " + atFirst + " to " + most);
    }
  }

  /** As many from the first request on. */
  public static Concurrency fixed(int requests) {
    return new Concurrency(requests, requests);
  }

  /** Whether the number follows what the server shows. */
  boolean isAdapted() {
    return most > atFirst;
  }
}
