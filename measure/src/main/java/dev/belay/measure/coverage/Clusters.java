package dev.belay.measure.coverage;

import java.util.Map;
import java.util.SplittableRandom;

/**
 * Prompts with several completions, which are alike: each is, with probability √icc, the prompt's
 * own verdict and else a fresh one, so that any two have correlation icc (Lunn and Davies,
 * Biometrika 85, 1998).
 *
 * @param prompts how many
 * @param samples completions of each
 * @param icc correlation of two completions of one prompt by one model
 */
record Clusters(int prompts, int samples, double icc) {

  Map<String, Double> setting() {
    return Settings.of("prompts", prompts, "completions", samples, "icc", icc);
  }

  long completions() {
    return (long) prompts * samples;
  }

  /**
   * How many of one prompt's completions say yes.
   *
   * @param own the prompt's verdict, 1 for yes
   * @param rate that of fresh verdicts
   */
  int yes(SplittableRandom random, int own, double rate) {
    double copies = Math.sqrt(icc);
    int yes = 0;
    for (int k = 0; k < samples; k++) {
      yes += random.nextDouble() < copies ? own : Draws.bernoulli(random, rate);
    }
    return yes;
  }
}
