package dev.belay.core.stats;

/**
 * The same prompts judged yes or no before and after: the 2 × 2 table of pairs.
 *
 * @param bothTrue yes before and after
 * @param onlyBefore yes before, no after
 * @param onlyAfter no before, yes after
 * @param neither no before and after
 */
public record PairedOutcomes(long bothTrue, long onlyBefore, long onlyAfter, long neither) {

  public PairedOutcomes {
    if (bothTrue < 0 || onlyBefore < 0 || onlyAfter < 0 || neither < 0) {
      throw new IllegalArgumentException(
          "counts must not be negative: %d, %d, %d, %d"
              .formatted(bothTrue, onlyBefore, onlyAfter, neither));
    }
    if (bothTrue + onlyBefore + onlyAfter + neither == 0) {
      throw new IllegalArgumentException("a comparison needs at least one pair");
    }
  }

  /** Number of pairs. */
  public long n() {
    return bothTrue + onlyBefore + onlyAfter + neither;
  }

  /** The rate before. */
  public Rate before() {
    return new Rate(bothTrue + onlyBefore, n());
  }

  /** The rate after. */
  public Rate after() {
    return new Rate(bothTrue + onlyAfter, n());
  }

  /** Rate after minus rate before, in [−1, 1]. */
  public double change() {
    return (double) (onlyAfter - onlyBefore) / n();
  }

  /** Pairs that changed, in either direction. */
  public long discordant() {
    return onlyBefore + onlyAfter;
  }

  /** The table of the opposite verdict (answered instead of refused): the change flips its sign. */
  public PairedOutcomes complement() {
    return new PairedOutcomes(neither, onlyAfter, onlyBefore, bothTrue);
  }
}
