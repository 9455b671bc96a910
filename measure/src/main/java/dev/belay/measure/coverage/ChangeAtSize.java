package dev.belay.measure.coverage;

import static dev.belay.measure.coverage.OneRate.CONFIDENCE;

import dev.belay.core.stats.BinomialLaw;
import dev.belay.core.stats.ClopperPearson;
import dev.belay.core.stats.PairedOutcomes;
import dev.belay.core.stats.Rate;
import dev.belay.core.stats.TangoInterval;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The limits of a paired change, one completion of each prompt before and after, summed over every
 * pair of counts that is likely.
 *
 * @param n prompts
 * @param discordant the share of pairs that change, above 0
 * @param drop the rate before less the rate after
 */
record ChangeAtSize(int n, double discordant, double drop) implements SummedExperiment {
  private static final double ONE_SIDED = 1 - (1 - CONFIDENCE) / 2;

  /** Of the net limit: each of its two parts has half of the error. */
  private static final double HALVED = 1 - (1 - ONE_SIDED) / 2;

  @Override
  public String study() {
    return "Paired change, every outcome summed";
  }

  @Override
  public Map<String, Double> setting() {
    return Settings.of("n", n, "discordant", discordant, "drop", drop);
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        Claim.coverage("Tango", CONFIDENCE),
        Claim.coverage("worse by ≤", ONE_SIDED),
        Claim.coverage("net worsening ≤", ONE_SIDED));
  }

  @Override
  public double[] shares() {
    Map<Integer, Double> upper = new HashMap<>();
    Map<Integer, Double> upperOfHalf = new HashMap<>();
    Map<Integer, Double> lowerOfHalf = new HashMap<>();
    BinomialLaw changed = new BinomialLaw(n, discordant);
    double[] shares = new double[claims().size()];
    for (int d = 0; d <= n; d++) {
      double ofChanged = changed.at(d);
      BinomialLaw fell = new BinomialLaw(d, (discordant + drop) / 2 / discordant);
      for (int b = 0; ofChanged > NEGLIGIBLE && b <= d; b++) {
        double probability = ofChanged * fell.at(b);
        if (probability <= NEGLIGIBLE) {
          continue;
        }
        double worsening =
            upper.computeIfAbsent(b, k -> ClopperPearson.upperLimit(new Rate(k, n), ONE_SIDED));
        double net =
            upperOfHalf.computeIfAbsent(b, k -> ClopperPearson.upperLimit(new Rate(k, n), HALVED))
                - lowerOfHalf.computeIfAbsent(
                    d - b, k -> ClopperPearson.lowerLimit(new Rate(k, n), HALVED));
        shares[0] += tangoCovers(b, d - b) ? probability : 0;
        shares[1] += worsening >= drop ? probability : 0;
        shares[2] += net >= drop ? probability : 0;
      }
    }
    return shares;
  }

  private boolean tangoCovers(int fell, int rose) {
    PairedOutcomes pairs = new PairedOutcomes(0, fell, rose, n - fell - rose);
    return TangoInterval.interval(pairs, CONFIDENCE).contains(-drop);
  }
}
