package dev.belay.measure.coverage;

import dev.belay.core.stats.JudgeErrors;
import java.util.ArrayList;
import java.util.List;

/** Every interval that Belay prints, from 5 prompts to 10,000. */
final class CoverageSizes {
  private static final int[] SUMMED = {5, 10, 20, 50, 200, 520, 1319, 5000, 10_000};
  private static final int[] DRAWN = {5, 20, 1319, 10_000};

  private CoverageSizes() {}

  static List<Experiment> all() {
    List<Experiment> all = new ArrayList<>();
    for (int n : SUMMED) {
      summed(all, n);
    }
    for (int n : DRAWN) {
      drawn(all, n);
    }
    return all;
  }

  private static void summed(List<Experiment> all, int n) {
    for (double rate : new double[] {.001, .01, .022, .1, .3, .5, .9, .99}) {
      all.add(new RateAtSize(n, rate));
    }
    for (double discordant : new double[] {.02, .1, .3}) {
      for (double drop : new double[] {0, discordant / 2, discordant}) {
        all.add(new ChangeAtSize(n, discordant, drop));
      }
    }
  }

  private static void drawn(List<Experiment> all, int n) {
    for (double rate : new double[] {.022, .5, .98}) {
      all.add(new ClusteredCompletions(new Clusters(n, 4, .5), rate));
      all.add(new JudgedRate(n, judge(), rate));
    }
    for (double drop : new double[] {0, .1}) {
      PairedTruth truth = new PairedTruth(.8, .1, drop);
      all.add(new PairedChange(n, truth));
      all.add(new ClusteredChange(new Clusters(n, 4, .5), truth, false));
      all.add(new PooledChange(n, 3, .5, truth));
      all.add(new JudgedChange(n, judge(), truth));
    }
    all.add(new GradedChange(n, .8, .9, false));
    all.add(new RaterAgreement(n, .4, .9));
    all.add(new RaterAgreement(n, .4, .7));
  }

  private static AuditedJudge judge() {
    return new AuditedJudge(300, new JudgeErrors(.9, .95));
  }
}
