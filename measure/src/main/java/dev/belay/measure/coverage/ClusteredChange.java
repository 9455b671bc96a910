package dev.belay.measure.coverage;

import static dev.belay.measure.coverage.OneRate.CONFIDENCE;

import dev.belay.core.stats.ClusteredPairs;
import dev.belay.core.stats.Interval;
import dev.belay.core.stats.PairedBootstrap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Intervals of the change of a rate with several completions of each prompt, before and after.
 *
 * @param clusters how they are alike; what completions copy is a pair
 * @param truth the law of the pair that is copied; fresh completions have its rates
 * @param bootstrap whether to compare with it, which takes long with many prompts
 */
record ClusteredChange(Clusters clusters, PairedTruth truth, boolean bootstrap)
    implements Experiment {
  private static final int RESAMPLES = 500;

  ClusteredChange(Clusters clusters, PairedTruth truth) {
    this(clusters, truth, true);
  }

  @Override
  public String study() {
    return "Paired change, several completions a prompt" + (bootstrap ? "" : ", few and many");
  }

  @Override
  public Map<String, Double> setting() {
    return Settings.join(clusters.setting(), truth.setting());
  }

  @Override
  public List<Claim> claims() {
    return List.of(
            Claim.coverage("clustered Tango", CONFIDENCE),
            Claim.error("held, at the true change", (1 - CONFIDENCE) / 2),
            Claim.coverage("bootstrap (not used)", CONFIDENCE))
        .subList(0, bootstrap ? 3 : 2);
  }

  @Override
  public boolean[] run(SplittableRandom random) {
    double[] before = new double[clusters.prompts()];
    double[] after = new double[clusters.prompts()];
    for (int i = 0; i < before.length; i++) {
      int own = truth.draw(random);
      before[i] = share(random, own >> 1, truth.before());
      after[i] = share(random, own & 1, truth.after());
    }
    double change = -truth.drop();
    var clustered = ClusteredPairs.of(before, after, clusters.completions()).interval(CONFIDENCE);
    boolean covers = clustered.contains(change);
    boolean held = clustered.low() > change;
    return bootstrap
        ? new boolean[] {covers, held, bootstrapped(random, before, after).contains(change)}
        : new boolean[] {covers, held};
  }

  private static Interval bootstrapped(SplittableRandom random, double[] before, double[] after) {
    return PairedBootstrap.meanChange(before, after, RESAMPLES, random.nextLong(), CONFIDENCE);
  }

  @Override
  public long draws() {
    return 4 * clusters.completions();
  }

  private double share(SplittableRandom random, int own, double rate) {
    return (double) clusters.yes(random, own, rate) / clusters.samples();
  }
}
