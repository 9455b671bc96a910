package dev.belay.measure.coverage;

import static dev.belay.measure.coverage.OneRate.CONFIDENCE;

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
    return Settings.join(Settings.of("n", n), truth.setting());
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.coverage("Tango", CONFIDENCE),
        Claim.coverage("Newcombe", CONFIDENCE),
        Claim.coverage("normal (not used)", CONFIDENCE));
  }

  @Override
  public long draws() {
    return n;
  }

  @Override
  public boolean[] run(SplittableRandom random) {
    PairedOutcomes pairs = truth.draw(random, n);
    double change = -truth.drop();
    Interval tango =
        cache.computeIfAbsent(
            pairs.onlyBefore() * (n + 1) + pairs.onlyAfter(),
            key -> TangoInterval.interval(pairs, CONFIDENCE));
    double variance = ((double) pairs.discordant() / n - pairs.change() * pairs.change()) / n;
    return new boolean[] {
      tango.contains(change),
      NewcombePaired.interval(pairs, CONFIDENCE).contains(change),
      Draws.normal(pairs.change(), Math.sqrt(variance), CONFIDENCE).contains(change)
    };
  }
}
