package dev.belay.measure.coverage;

import static dev.belay.measure.coverage.OneRate.CONFIDENCE;

import dev.belay.core.stats.ClusteredPairs;
import dev.belay.core.stats.PairedBootstrap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Intervals of the change of a mean of graded scores: quarters from 0 to 1. A prompt keeps its
 * score with some probability, and else draws a new one from the same law, lowered by a step with a
 * probability that makes the change.
 *
 * @param n prompts
 * @param kept the share of prompts that keep their score
 * @param top the share of full scores; the others are spread evenly over the lower ones
 * @param bootstrap whether to compare with it, which takes long with many prompts
 */
record GradedChange(int n, double kept, double top, boolean bootstrap) implements Experiment {
  private static final int RESAMPLES = 500;
  private static final int STEPS = 4;

  GradedChange(int n, double kept, double top) {
    this(n, kept, top, true);
  }

  @Override
  public String study() {
    return "Paired change of graded scores" + (bootstrap ? "" : ", few and many");
  }

  @Override
  public Map<String, Double> setting() {
    return Settings.of("n", n, "kept", kept, "full_scores", top);
  }

  @Override
  public List<Claim> claims() {
    return List.of(
            Claim.coverage("scaled Tango", CONFIDENCE),
            Claim.coverage("bootstrap (not used)", CONFIDENCE))
        .subList(0, bootstrap ? 2 : 1);
  }

  @Override
  public boolean[] run(SplittableRandom random) {
    double[] before = new double[n];
    double[] after = new double[n];
    for (int i = 0; i < n; i++) {
      int first = score(random);
      int second = random.nextDouble() < kept ? first : Math.max(0, score(random) - 1);
      before[i] = (double) first / STEPS;
      after[i] = (double) second / STEPS;
    }
    double change = change();
    var scaled = ClusteredPairs.ofScores(before, after).interval(CONFIDENCE);
    boolean covers = scaled.contains(change);
    if (!bootstrap) {
      return new boolean[] {covers};
    }
    var bootstrapped =
        PairedBootstrap.meanChange(before, after, RESAMPLES, random.nextLong(), CONFIDENCE);
    return new boolean[] {covers, bootstrapped.contains(change)};
  }

  @Override
  public long draws() {
    return 3L * n;
  }

  private int score(SplittableRandom random) {
    return random.nextDouble() < top ? STEPS : random.nextInt(STEPS);
  }

  /** A fresh score is a step lower, but where it was 0. */
  private double change() {
    double positive = 1 - (1 - top) / STEPS;
    return -(1 - kept) * positive / STEPS;
  }
}
