package dev.belay.measure.coverage;

import static dev.belay.measure.coverage.OneRate.CONFIDENCE;

import dev.belay.core.stats.BinomialLaw;
import dev.belay.core.stats.ClopperPearson;
import dev.belay.core.stats.Rate;
import java.util.List;
import java.util.Map;

/**
 * The limits of one rate, one completion a prompt, summed over every count that is likely.
 *
 * @param n prompts
 * @param rate the true one
 */
record RateAtSize(int n, double rate) implements SummedExperiment {
  private static final double ONE_SIDED = 1 - (1 - CONFIDENCE) / 2;

  @Override
  public String study() {
    return "One rate, every outcome summed";
  }

  @Override
  public Map<String, Double> setting() {
    return Settings.of("n", n, "rate", rate);
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.coverage("Wilson", CONFIDENCE),
        Claim.coverage("Clopper–Pearson", CONFIDENCE),
        Claim.coverage("failing ≤", ONE_SIDED));
  }

  @Override
  public double[] shares() {
    BinomialLaw law = new BinomialLaw(n, rate);
    double[] shares = new double[claims().size()];
    for (int k = 0; k <= n; k++) {
      double probability = law.at(k);
      if (probability > NEGLIGIBLE) {
        Rate observed = new Rate(k, n);
        shares[0] += observed.wilson(CONFIDENCE).contains(rate) ? probability : 0;
        shares[1] += ClopperPearson.interval(observed, CONFIDENCE).contains(rate) ? probability : 0;
        shares[2] += ClopperPearson.upperLimit(observed, ONE_SIDED) >= rate ? probability : 0;
      }
    }
    return shares;
  }
}
