package dev.belay.measure.coverage;

import static dev.belay.measure.coverage.OneRate.CONFIDENCE;

import dev.belay.core.stats.ClusteredRate;
import dev.belay.core.stats.Rate;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Intervals of one rate with several completions of each prompt.
 *
 * @param rate the true one
 */
record ClusteredCompletions(Clusters clusters, double rate) implements Experiment {

  @Override
  public String study() {
    return "One rate, several completions a prompt";
  }

  @Override
  public Map<String, Double> setting() {
    return Settings.join(clusters.setting(), Settings.of("rate", rate));
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.coverage("clustered Wilson", CONFIDENCE),
        Claim.coverage("clustered normal (not used)", CONFIDENCE),
        Claim.coverage("Wilson, pooled (not used)", CONFIDENCE));
  }

  @Override
  public long draws() {
    return 2 * clusters.completions();
  }

  @Override
  public boolean[] run(SplittableRandom random) {
    double[] means = new double[clusters.prompts()];
    long total = 0;
    for (int i = 0; i < means.length; i++) {
      int yes = clusters.yes(random, Draws.bernoulli(random, rate), rate);
      means[i] = (double) yes / clusters.samples();
      total += yes;
    }
    ClusteredRate clustered = ClusteredRate.of(means, clusters.completions());
    return new boolean[] {
      clustered.interval(CONFIDENCE).contains(rate),
      normalCovers(means, clustered.rate()),
      new Rate(total, clusters.completions()).wilson(CONFIDENCE).contains(rate)
    };
  }

  private boolean normalCovers(double[] means, double mean) {
    double squares = 0;
    for (double one : means) {
      squares += (one - mean) * (one - mean);
    }
    double error = Math.sqrt(squares / (means.length - 1) / means.length);
    return Draws.normal(mean, error, CONFIDENCE).contains(rate);
  }
}
