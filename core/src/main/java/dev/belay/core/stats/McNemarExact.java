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

  private static double fairCoinAtLeast(long k, long n) {
    return k == 0 ? 1 : new BinomialTail(k, n).atLeast(0.5);
  }
}
