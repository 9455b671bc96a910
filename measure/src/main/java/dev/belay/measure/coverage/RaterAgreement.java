package dev.belay.measure.coverage;

import static dev.belay.measure.coverage.OneRate.CONFIDENCE;

import dev.belay.core.stats.CohenKappa;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The interval of the agreement of two raters beyond chance. Where no agreement can be computed, no
 * interval is printed, and none is wrong.
 *
 * @param n rows that both rated
 * @param positive the share that the first calls positive
 * @param same the share on which the second says the same, whatever the first said
 */
record RaterAgreement(int n, double positive, double same) implements Experiment {

  @Override
  public String study() {
    return "Agreement of two raters";
  }

  @Override
  public Map<String, Double> setting() {
    return Settings.of("n", n, "positive", positive, "same", same);
  }

  @Override
  public List<Claim> claims() {
    return List.of(Claim.coverage("kappa", CONFIDENCE));
  }

  @Override
  public long draws() {
    return 2L * n;
  }

  @Override
  public boolean[] run(SplittableRandom random) {
    long[][] table = new long[2][2];
    for (int i = 0; i < n; i++) {
      int first = Draws.bernoulli(random, positive);
      table[first][random.nextDouble() < same ? first : 1 - first]++;
    }
    Optional<CohenKappa> kappa = CohenKappa.of(table);
    return new boolean[] {kappa.isEmpty() || kappa.get().interval(CONFIDENCE).contains(truth())};
  }

  private double truth() {
    double second = positive * same + (1 - positive) * (1 - same);
    double chance = positive * second + (1 - positive) * (1 - second);
    return (same - chance) / (1 - chance);
  }
}
