package dev.belay.core.stats;

import java.util.Optional;

/**
 * Pairs of verdicts before and after, some of them undecided. Rates and tests use the pairs decided
 * on both sides; the worst-case bounds say what the undecided could have hidden.
 */
public final class PairedTally {
  private final long[] decided = new long[4];
  private long total;
  private long undecidedBefore;
  private long undecidedAfter;
  private long lowestChange;
  private long highestChange;

  /** Adds one prompt: its verdict before and after, empty when undecided. */
  public void add(Optional<Boolean> before, Optional<Boolean> after) {
    total++;
    undecidedBefore += before.isEmpty() ? 1 : 0;
    undecidedAfter += after.isEmpty() ? 1 : 0;
    lowestChange += one(after.orElse(false)) - one(before.orElse(true));
    highestChange += one(after.orElse(true)) - one(before.orElse(false));
    if (before.isPresent() && after.isPresent()) {
      decided[2 * one(before.get()) + one(after.get())]++;
    }
  }

  /** Pairs, the undecided included. */
  public long total() {
    return total;
  }

  /** Pairs with a verdict on both sides. */
  public long decidedPairs() {
    return decided[0] + decided[1] + decided[2] + decided[3];
  }

  /** Prompts without a verdict before. */
  public long undecidedBefore() {
    return undecidedBefore;
  }

  /** Prompts without a verdict after. */
  public long undecidedAfter() {
    return undecidedAfter;
  }

  /** The table of the pairs decided on both sides; empty when there is none. */
  public Optional<PairedOutcomes> outcomes() {
    return decidedPairs() == 0
        ? Optional.empty()
        : Optional.of(new PairedOutcomes(decided[3], decided[2], decided[1], decided[0]));
  }

  /** The lowest change over all pairs that any resolution of the undecided could give. */
  public double lowestChange() {
    return bound(lowestChange);
  }

  /** The highest change over all pairs that any resolution of the undecided could give. */
  public double highestChange() {
    return bound(highestChange);
  }

  private double bound(long change) {
    if (total == 0) {
      throw new IllegalStateException("no pairs, no change");
    }
    return (double) change / total;
  }

  private static int one(boolean value) {
    return value ? 1 : 0;
  }
}
