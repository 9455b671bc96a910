package dev.belay.measure.coverage;

import static dev.belay.measure.coverage.OneRate.CONFIDENCE;

import dev.belay.core.stats.CrossedMean;
import dev.belay.core.stats.CrossedPairs;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Intervals of the change over the runs of several seeds, which lose more or fewer of the same
 * prompts. Half of the prompts say yes before. A prompt that can be lost is, in a run, with its own
 * probability times the run's factor; one that can be gained with its own.
 *
 * @param seeds runs
 * @param prompts of each
 * @param lost share of all prompts that is lost in the mean
 * @param gained likewise
 * @param spread the run's factor is 1 − spread, 1 or 1 + spread, each as often
 * @param stubborn whether a prompt that changes does so in most runs: probabilities are 0 or large
 */
record SeededChange(
    int seeds, int prompts, double lost, double gained, double spread, boolean stubborn)
    implements Experiment {

  /** The probability with which a prompt that can change at all does, where they are stubborn. */
  private static final double OFTEN = 0.5;

  SeededChange {
    if (2 * lost > OFTEN || 2 * gained > OFTEN || spread > 1) {
      throw new IllegalArgumentException("no such shares: " + lost + ", " + gained);
    }
  }

  @Override
  public String study() {
    return "Paired change over seeds";
  }

  @Override
  public Map<String, Double> setting() {
    return Settings.of(
        "seeds",
        seeds,
        "prompts",
        prompts,
        "lost",
        lost,
        "gained",
        gained,
        "spread",
        spread,
        "stubborn",
        stubborn ? 1 : 0);
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.coverage("prompts and seeds", CONFIDENCE),
        Claim.error("held, at the true change", (1 - CONFIDENCE) / 2),
        Claim.coverage("Student, as between arms", CONFIDENCE),
        Claim.coverage("seeds taken as given (not used)", CONFIDENCE));
  }

  @Override
  public long draws() {
    return (long) seeds * prompts;
  }

  @Override
  public boolean[] run(SplittableRandom random) {
    double[] chance = new double[prompts];
    for (int p = 0; p < prompts; p++) {
      double mean = 2 * (isYes(p) ? lost : gained);
      chance[p] = stubborn ? OFTEN * Draws.bernoulli(random, mean / OFTEN) : mean;
    }
    double[][] before = new double[seeds][prompts];
    double[][] after = new double[seeds][prompts];
    double[] means = new double[prompts];
    for (int s = 0; s < seeds; s++) {
      double factor = 1 + spread * (random.nextInt(3) - 1);
      for (int p = 0; p < prompts; p++) {
        boolean changes = random.nextDouble() < chance[p] * (isYes(p) ? factor : 1);
        before[s][p] = isYes(p) ? 1 : 0;
        after[s][p] = isYes(p) != changes ? 1 : 0;
        means[p] += (after[s][p] - before[s][p]) / seeds;
      }
    }
    double truth = gained - lost;
    CrossedPairs pairs = CrossedPairs.of(before, after);
    var used = pairs.interval(CONFIDENCE);
    return new boolean[] {
      used.contains(truth),
      used.low() > truth,
      pairs.change().interval(CONFIDENCE).contains(truth),
      CrossedMean.of(new double[][] {means}).interval(CONFIDENCE).contains(truth)
    };
  }

  private static boolean isYes(int prompt) {
    return prompt % 2 == 0;
  }
}
