package dev.belay.measure.coverage;

import dev.belay.core.stats.PairedOutcomes;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The law of one pair.
 *
 * @param before the rate before
 * @param discordant the share of pairs that change
 * @param drop the rate before less the rate after
 */
record PairedTruth(double before, double discordant, double drop) {
  private static final double ROUNDING = 1e-9;

  PairedTruth {
    if (onlyBefore(discordant, drop) > before + ROUNDING
        || (discordant - drop) / 2 > 1 - before + ROUNDING) {
      throw new IllegalArgumentException(
          "no such pairs: before %s, discordant %s, drop %s".formatted(before, discordant, drop));
    }
  }

  private static double onlyBefore(double discordant, double drop) {
    return (discordant + drop) / 2;
  }

  Map<String, Double> setting() {
    return Settings.of("before", before, "discordant", discordant, "drop", drop);
  }

  /** One pair: 3 both, 2 only before, 1 only after, 0 neither. */
  int draw(SplittableRandom random) {
    double fell = onlyBefore(discordant, drop);
    double u = random.nextDouble();
    if (u < fell) {
      return 2;
    }
    if (u < discordant) {
      return 1;
    }
    return u < discordant + before - fell ? 3 : 0;
  }

  /** So many pairs. */
  PairedOutcomes draw(SplittableRandom random, int n) {
    long[] counts = new long[4];
    for (int i = 0; i < n; i++) {
      counts[draw(random)]++;
    }
    return new PairedOutcomes(counts[3], counts[2], counts[1], counts[0]);
  }

  double after() {
    return before - drop;
  }
}
