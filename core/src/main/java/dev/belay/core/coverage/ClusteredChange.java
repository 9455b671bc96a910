package dev.belay.core.coverage;

import static dev.belay.core.coverage.OneRate.CONFIDENCE;

import dev.belay.core.stats.ClusteredPairs;
import dev.belay.core.stats.PairedBootstrap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Intervals of the change of a rate with several completions of each prompt, before and after.
 * Completions of a prompt are alike as in {@link ClusteredCompletions}; what they copy is a pair.
 *
 * @param prompts how many
 * @param samples completions of each, before and after
 * @param icc correlation of two completions of one prompt by one model
 * @param truth the law of the pair that is copied; fresh completions have its rates
 */
record ClusteredChange(int prompts, int samples, double icc, PairedTruth truth)
    implements Experiment {
  private static final int RESAMPLES = 500;

  @Override
  public String study() {
    return "Paired change, several completions a prompt";
  }

  @Override
  public Map<String, Double> setting() {
    return Settings.of(
        "prompts",
        prompts,
        "completions",
        samples,
        "icc",
        icc,
        "before",
        truth.before(),
        "discordant",
        truth.discordant(),
        "drop",
        truth.drop());
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.coverage("clustered Tango", CONFIDENCE),
        Claim.error("held, at the true change", (1 - CONFIDENCE) / 2),
        Claim.coverage("bootstrap (not used)", CONFIDENCE));
  }

  @Override
  public void run(SplittableRandom random, long[] hits) {
    double[] before = new double[prompts];
    double[] after = new double[prompts];
    for (int i = 0; i < prompts; i++) {
      int own = truth.draw(random);
      before[i] = share(random, own >> 1, truth.before());
      after[i] = share(random, own & 1, truth.after());
    }
    double change = -truth.drop();
    var clustered = ClusteredPairs.of(before, after, (long) prompts * samples).interval(CONFIDENCE);
    hits[0] += clustered.contains(change) ? 1 : 0;
    hits[1] += clustered.low() > change ? 1 : 0;
    var bootstrap =
        PairedBootstrap.meanChange(before, after, RESAMPLES, random.nextLong(), CONFIDENCE);
    hits[2] += bootstrap.contains(change) ? 1 : 0;
  }

  private double share(SplittableRandom random, int own, double rate) {
    double copies = Math.sqrt(icc);
    int yes = 0;
    for (int k = 0; k < samples; k++) {
      yes += random.nextDouble() < copies ? own : Draws.bernoulli(random, rate);
    }
    return (double) yes / samples;
  }
}
