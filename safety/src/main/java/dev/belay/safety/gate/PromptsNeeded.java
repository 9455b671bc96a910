package dev.belay.safety.gate;

import dev.belay.core.stats.ClopperPearson;
import dev.belay.core.stats.PairedDesign;
import dev.belay.core.stats.PairedOutcomes;
import dev.belay.core.stats.Rate;
import dev.belay.safety.compare.SuiteChange;

/**
 * How many prompts would show that a change is within its margin, where those measured do not.
 *
 * @param prompts decided before and after; at least one more than there are
 * @param noneLost whether it is the number that suffices if no prompt gets worse; else one that
 *     suffices with probability 0.8 if losses and gains go on as observed
 */
record PromptsNeeded(long prompts, boolean noneLost) {

  private static final double POWER = 0.8;

  /** More are not asked for: at this many the losses observed are the margin. */
  private static final long MOST = 100_000_000;

  /** Losses and gains, as shares of so many independent pairs; {@code n} prompts were decided. */
  private record Observed(double lost, double gained, double pairs, long n) {

    double worsening() {
      return lost - gained;
    }
  }

  /**
   * The number for a suite.
   *
   * @param margin the worsening to exclude
   * @return 0 prompts when no number would do: what was observed is not within the margin
   */
  static PromptsNeeded of(
      SuiteChange.Measured change, boolean higherIsBetter, double margin, GateRule rule) {
    Observed seen = observed(change, higherIsBetter);
    double share = seen.n / seen.pairs;
    if (seen.lost == 0) {
      long enough = fewest(margin, rule);
      return new PromptsNeeded(moreThan(seen.n, Math.ceil(enough * share)), true);
    }
    double needed =
        rule.method() == GateRule.Method.EXACT
            ? exact(seen.lost, margin, rule.alpha())
            : score(seen, margin, rule.alpha()) * share;
    return new PromptsNeeded(needed > MOST ? 0 : moreThan(seen.n, needed), false);
  }

  /** The fewest pairs by which the rule can show a margin: as many as do when none changed. */
  static long fewest(double margin, GateRule rule) {
    return switch (rule.method()) {
      case SCORE -> new PairedDesign(margin, 0, 0, rule.alpha(), POWER).pairs();
      case EXACT -> PairedDesign.pairsWithoutLoss(margin, rule.alpha());
    };
  }

  private static Observed observed(SuiteChange.Measured change, boolean higherIsBetter) {
    return switch (change) {
      case SuiteChange.Binary binary -> {
        PairedOutcomes good = higherIsBetter ? binary.pairs() : binary.pairs().complement();
        double n = (double) good.n();
        yield new Observed(good.onlyBefore() / n, good.onlyAfter() / n, n, good.n());
      }
      case SuiteChange.Means means -> {
        double pairs = means.pairs().effective();
        double lost = means.pairs().lost() / pairs;
        double gained = means.pairs().gained() / pairs;
        yield higherIsBetter
            ? new Observed(lost, gained, pairs, means.decided())
            : new Observed(gained, lost, pairs, means.decided());
      }
    };
  }

  /** Gains are not counted on: an improvement that was observed is taken for no change. */
  private static double score(Observed seen, double margin, double alpha) {
    double drop = Math.max(0, seen.worsening());
    if (drop >= margin) {
      return Double.POSITIVE_INFINITY;
    }
    double discordant = Math.min(1, Math.max(seen.lost + seen.gained, drop));
    return new PairedDesign(margin, drop, discordant, alpha, POWER).rawPairs();
  }

  /** With the same share lost; the exact limit counts no gains. */
  private static double exact(double lost, double margin, double alpha) {
    long enough = 1;
    while (enough < MOST && !shows(enough, lost, margin, alpha)) {
      enough *= 2;
    }
    if (!shows(enough, lost, margin, alpha)) {
      return Double.POSITIVE_INFINITY;
    }
    long tooFew = enough / 2;
    while (enough - tooFew > 1) {
      long middle = (enough + tooFew) / 2;
      if (shows(middle, lost, margin, alpha)) {
        enough = middle;
      } else {
        tooFew = middle;
      }
    }
    return (double) enough;
  }

  private static boolean shows(long pairs, double lost, double margin, double alpha) {
    Rate fell = new Rate((long) Math.ceil(lost * pairs - 1e-9), pairs);
    return ClopperPearson.upperLimit(fell, 1 - alpha) < margin;
  }

  private static long moreThan(long n, double needed) {
    return Math.max(n + 1, (long) Math.ceil(needed));
  }
}
