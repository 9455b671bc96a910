package dev.belay.core.coverage;

import static dev.belay.core.coverage.OneRate.CONFIDENCE;

import dev.belay.core.stats.ClusteredRate;
import dev.belay.core.stats.Rate;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Intervals of one rate with several completions of each prompt. A prompt's completions are alike:
 * each is, with probability √icc, the prompt's own verdict and else a fresh one, so that any two
 * have correlation icc (Lunn and Davies, Biometrika 85, 1998).
 *
 * @param prompts how many
 * @param samples completions of each
 * @param icc correlation of two completions of one prompt
 * @param rate the true one
 */
record ClusteredCompletions(int prompts, int samples, double icc, double rate)
    implements Experiment {

  @Override
  public String study() {
    return "One rate, several completions a prompt";
  }

  @Override
  public Map<String, Double> setting() {
    return Settings.of("prompts", prompts, "completions", samples, "icc", icc, "rate", rate);
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.coverage("clustered Wilson", CONFIDENCE),
        Claim.coverage("clustered normal (not used)", CONFIDENCE),
        Claim.coverage("Wilson, pooled (not used)", CONFIDENCE));
  }

  @Override
  public void run(SplittableRandom random, long[] hits) {
    double[] means = new double[prompts];
    double copies = Math.sqrt(icc);
    long total = 0;
    for (int i = 0; i < prompts; i++) {
      int own = Draws.bernoulli(random, rate);
      int yes = 0;
      for (int k = 0; k < samples; k++) {
        yes += random.nextDouble() < copies ? own : Draws.bernoulli(random, rate);
      }
      means[i] = (double) yes / samples;
      total += yes;
    }
    long completions = (long) prompts * samples;
    ClusteredRate clustered = ClusteredRate.of(means, completions);
    hits[0] += clustered.interval(CONFIDENCE).contains(rate) ? 1 : 0;
    hits[1] += normalCovers(means, clustered.rate()) ? 1 : 0;
    hits[2] += new Rate(total, completions).wilson(CONFIDENCE).contains(rate) ? 1 : 0;
  }

  private boolean normalCovers(double[] means, double mean) {
    double squares = 0;
    for (double one : means) {
      squares += (one - mean) * (one - mean);
    }
    double error = Math.sqrt(squares / (prompts - 1) / prompts);
    return Draws.normal(mean, error, CONFIDENCE).contains(rate);
  }
}
