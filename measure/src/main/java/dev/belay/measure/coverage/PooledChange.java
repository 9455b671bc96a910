package dev.belay.measure.coverage;

import static dev.belay.measure.coverage.OneRate.CONFIDENCE;

import dev.belay.core.stats.ClusteredPairs;
import dev.belay.core.stats.PairedOutcomes;
import dev.belay.core.stats.TangoInterval;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Intervals of the change over requests that are each asked several times, under several attacks or
 * in several benchmarks, with one verdict before and one after. A pair of verdicts is, with
 * probability √alike, the request's own pair and else a fresh one, so that the pairs of a request
 * are correlated by <i>alike</i>.
 *
 * @param requests how many
 * @param asked how often each
 * @param alike correlation of two pairs of one request
 * @param truth the law of a pair
 */
record PooledChange(int requests, int asked, double alike, PairedTruth truth)
    implements Experiment {

  @Override
  public String study() {
    return "Paired change of requests asked several times";
  }

  @Override
  public Map<String, Double> setting() {
    return Settings.join(
        Settings.of("requests", requests, "asked", asked, "alike", alike), truth.setting());
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.coverage("scaled Tango of requests", CONFIDENCE),
        Claim.error("held, at the true change", (1 - CONFIDENCE) / 2),
        Claim.coverage("Tango, all as independent (not used)", CONFIDENCE));
  }

  @Override
  public long draws() {
    return 2L * requests * asked;
  }

  @Override
  public boolean[] run(SplittableRandom random) {
    double[] before = new double[requests];
    double[] after = new double[requests];
    long[] counts = new long[4];
    double copies = Math.sqrt(alike);
    for (int i = 0; i < requests; i++) {
      int own = truth.draw(random);
      for (int k = 0; k < asked; k++) {
        int pair = random.nextDouble() < copies ? own : truth.draw(random);
        counts[pair]++;
        before[i] += (double) (pair >> 1) / asked;
        after[i] += (double) (pair & 1) / asked;
      }
      before[i] = Math.min(1, before[i]);
      after[i] = Math.min(1, after[i]);
    }
    double change = -truth.drop();
    var scaled = ClusteredPairs.ofScores(before, after).interval(CONFIDENCE);
    var pairs = new PairedOutcomes(counts[3], counts[2], counts[1], counts[0]);
    var independent = TangoInterval.interval(pairs, CONFIDENCE);
    return new boolean[] {
      scaled.contains(change), scaled.low() > change, independent.contains(change)
    };
  }
}
