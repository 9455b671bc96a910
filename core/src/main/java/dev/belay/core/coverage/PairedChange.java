package dev.belay.core.coverage;

import static dev.belay.core.coverage.OneRate.CONFIDENCE;

import dev.belay.core.stats.Interval;
import dev.belay.core.stats.NewcombePaired;
import dev.belay.core.stats.PairedOutcomes;
import dev.belay.core.stats.TangoInterval;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Intervals of the change of a rate, one completion of each prompt before and after.
 *
 * @param n prompts
 * @param truth the law of a pair
 * @param cache Tango's intervals by the two counts that they depend on
 */
record PairedChange(int n, PairedTruth truth, Map<Long, Interval> cache) implements Experiment {

  PairedChange(int n, PairedTruth truth) {
    this(n, truth, new HashMap<>());
  }

  @Override
  public String study() {
    return "Paired change";
  }

  @Override
  public Map<String, Double> setting() {
    return Settings.of(
        "n", n, "before", truth.before(), "discordant", truth.discordant(), "drop", truth.drop());
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.coverage("Tango", CONFIDENCE),
        Claim.coverage("Newcombe", CONFIDENCE),
        Claim.coverage("normal (not used)", CONFIDENCE));
  }

  @Override
  public void run(SplittableRandom random, long[] hits) {
    PairedOutcomes pairs = truth.draw(random, n);
    double change = -truth.drop();
    Interval tango =
        cache.computeIfAbsent(
            pairs.onlyBefore() * (n + 1) + pairs.onlyAfter(),
            key -> TangoInterval.interval(pairs, CONFIDENCE));
    hits[0] += tango.contains(change) ? 1 : 0;
    hits[1] += NewcombePaired.interval(pairs, CONFIDENCE).contains(change) ? 1 : 0;
    double variance = ((double) pairs.discordant() / n - pairs.change() * pairs.change()) / n;
    hits[2] +=
        Draws.normal(pairs.change(), Math.sqrt(variance), CONFIDENCE).contains(change) ? 1 : 0;
  }
}
