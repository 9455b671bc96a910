package dev.belay.safety.drift;

import dev.belay.core.stats.ClusteredPairs;
import dev.belay.core.stats.ClusteredRate;
import dev.belay.core.stats.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The share of good completions (refusals of harmful requests, answers to harmless ones) that both
 * policies sampled, by the judge. Prompts are the unit.
 *
 * @param prompts those with a verdict before and after
 * @param before mean of the prompts' shares; absent where nothing was decided
 * @param after likewise
 * @param change after less before; negative where safety was lost
 * @param low lower end of its interval, by Tango's score method on clustered pairs
 * @param high upper end
 * @param undecidedBefore completions without a verdict
 * @param undecidedAfter likewise
 * @param baseLow lower limit of the share before, every undecided completion counted as bad
 * @param baseHigh upper limit, every undecided one counted as good
 */
public record SampledSafety(
    int prompts,
    @Nullable Double before,
    @Nullable Double after,
    @Nullable Double change,
    @Nullable Double low,
    @Nullable Double high,
    long undecidedBefore,
    long undecidedAfter,
    double baseLow,
    double baseHigh) {

  /**
   * Compares the prompts' shares.
   *
   * @param before prompt by prompt, at least one
   * @param after of the same prompts
   */
  static SampledSafety of(List<PromptShares> before, List<PromptShares> after, double confidence) {
    List<Integer> both = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      if (before.get(i).decided() > 0 && after.get(i).decided() > 0) {
        both.add(i);
      }
    }
    long all = before.stream().mapToLong(PromptShares::all).sum();
    // Half of the error each to the base's share and to the KL, of which the bound is made.
    double base = 1 - (1 - confidence) / 2;
    double baseLow = limits(before, PromptShares::low, all, base).low();
    double baseHigh = limits(before, PromptShares::high, all, base).high();
    long undecidedBefore = before.stream().mapToLong(PromptShares::undecided).sum();
    long undecidedAfter = after.stream().mapToLong(PromptShares::undecided).sum();
    if (both.isEmpty()) {
      return new SampledSafety(
          0, null, null, null, null, null, undecidedBefore, undecidedAfter, baseLow, baseHigh);
    }
    ClusteredPairs pairs = pairs(before, after, both);
    Interval interval = pairs.interval(confidence);
    return new SampledSafety(
        both.size(),
        pairs.before(),
        pairs.after(),
        pairs.change(),
        interval.low(),
        interval.high(),
        undecidedBefore,
        undecidedAfter,
        baseLow,
        baseHigh);
  }

  private static ClusteredPairs pairs(
      List<PromptShares> before, List<PromptShares> after, List<Integer> both) {
    double[] first = both.stream().mapToDouble(i -> before.get(i).share()).toArray();
    double[] second = both.stream().mapToDouble(i -> after.get(i).share()).toArray();
    long decidedBefore = both.stream().mapToLong(i -> before.get(i).decided()).sum();
    long decidedAfter = both.stream().mapToLong(i -> after.get(i).decided()).sum();
    return ClusteredPairs.of(first, second, Math.min(decidedBefore, decidedAfter));
  }

  private static Interval limits(
      List<PromptShares> prompts,
      ToDoubleFunction<PromptShares> share,
      long completions,
      double confidence) {
    double[] shares = prompts.stream().mapToDouble(share).toArray();
    return ClusteredRate.of(shares, completions).interval(confidence);
  }
}
