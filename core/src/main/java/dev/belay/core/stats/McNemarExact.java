package dev.belay.core.stats;

/**
 * McNemar's test in its exact form (Psychometrika 12, 1947): given the number of pairs that
 * changed, the direction of each is a fair coin if nothing changed.
 */
public final class McNemarExact {
  private McNemarExact() {}

  /** Two-sided p-value: twice the smaller tail, at most 1; 1 when no pair changed. */
  public static double pTwoSided(PairedOutcomes pairs) {
    double smaller = Math.min(pDecrease(pairs), pIncrease(pairs));
    return Math.min(1, 2 * smaller);
  }

  /** One-sided p-value against "the rate fell": small when many pairs hold only before. */
  public static double pDecrease(PairedOutcomes pairs) {
    return fairCoinAtLeast(pairs.onlyBefore(), pairs.discordant());
  }

  /** One-sided p-value against "the rate rose": small when many pairs hold only after. */
  public static double pIncrease(PairedOutcomes pairs) {
    return fairCoinAtLeast(pairs.onlyAfter(), pairs.discordant());
  }

  /**
   * The fewest pairs with which the two-sided test can reject at the level: with fewer it does not
   * even if all changed the same way, 2 · 2⁻ⁿ being above it. Six at .05.
   *
   * @param level in (0, 1)
   */
  public static int fewestPairs(double level) {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("a level lies in (0, 1), was " + level);
    }
    int pairs = 1;
    for (double p = 1; p > level; p /= 2) {
      pairs++;
    }
    return pairs;
  }

  private static double fairCoinAtLeast(long k, long n) {
    return new BinomialLaw(n, 0.5).atLeast(k);
  }
}
