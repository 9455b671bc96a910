package dev.belay.measure.coverage;

import dev.belay.core.stats.Holm;
import dev.belay.core.stats.McNemarExact;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Tests of "nothing changed" on several benchmarks at once, of which some changed in truth: any
 * significant one among those that did not is an error.
 *
 * @param n prompts of each benchmark
 * @param suites how many
 * @param changed how many of them changed in truth, by the whole of their changed pairs
 * @param discordant the share of pairs that change
 */
record ChangeTests(int n, int suites, int changed, double discordant) implements Experiment {
  private static final double LEVEL = 0.05;
  private static final double BEFORE = 0.9;

  @Override
  public String study() {
    return "Any false finding among several benchmarks";
  }

  @Override
  public Map<String, Double> setting() {
    return Settings.of("n", n, "benchmarks", suites, "changed", changed, "discordant", discordant);
  }

  @Override
  public List<Claim> claims() {
    return List.of(Claim.error("McNemar, Holm", LEVEL), Claim.error("McNemar, uncorrected", LEVEL));
  }

  @Override
  public boolean[] run(SplittableRandom random) {
    PairedTruth unchanged = new PairedTruth(BEFORE, discordant, 0);
    PairedTruth fell = new PairedTruth(BEFORE, discordant, discordant);
    double[] p = new double[suites];
    for (int i = 0; i < suites; i++) {
      p[i] = McNemarExact.pTwoSided((i < changed ? fell : unchanged).draw(random, n));
    }
    return new boolean[] {anyFalse(Holm.adjust(p)), anyFalse(p)};
  }

  private boolean anyFalse(double[] p) {
    for (int i = changed; i < suites; i++) {
      if (p[i] <= LEVEL) {
        return true;
      }
    }
    return false;
  }
}
