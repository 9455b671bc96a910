package dev.belay.core.stats;

/**
 * The power of the exact two-sided McNemar test, summed over every number of changed pairs and
 * every split of them: no approximation, so its coarse steps are counted in.
 */
public final class McNemarPower {
  /** A number of changed pairs this rare does not move the sum. */
  private static final double NEGLIGIBLE = 1e-12;

  private final int pairs;
  private final double alpha;

  /** Of so many pairs at a two-sided level. */
  public McNemarPower(int pairs, double alpha) {
    if (pairs < 1) {
      throw new IllegalArgumentException("a comparison needs at least one pair, was " + pairs);
    }
    Interval.checkConfidence(alpha);
    this.pairs = pairs;
    this.alpha = alpha;
  }

  /**
   * The probability that a fall of the rate is found to be a change and a fall.
   *
   * @param drop by how much the rate falls, in [0, 1]
   * @param discordant the share of pairs that change in either direction, at least {@code drop}
   */
  public double power(double drop, double discordant) {
    if (!(drop >= 0 && drop <= discordant && discordant <= 1)) {
      throw new IllegalArgumentException(
          "0 <= drop <= discordant <= 1, were %s and %s".formatted(drop, discordant));
    }
    BinomialLaw changed = new BinomialLaw(pairs, discordant);
    double fallen = discordant == 0 ? 0 : (discordant + drop) / 2 / discordant;
    double power = 0;
    int critical = 1;
    for (int d = 1; d <= pairs; d++) {
      double probability = changed.at(d);
      if (probability > NEGLIGIBLE) {
        critical = critical(d, critical);
        power += probability * new BinomialLaw(d, fallen).atLeast(critical);
      }
    }
    return power;
  }

  /**
   * The smallest drop that is found with the wanted power. Pairs that flip both ways make up {@code
   * discordant}; a drop above that share makes pairs flip one way only.
   *
   * @return 1 when none is
   */
  public double smallestDrop(double discordant, double power) {
    double low = 0;
    double high = 1;
    // Two digits more than any table shows; the power rises with the drop.
    while (high - low > 1e-6) {
      double drop = 0.5 * (low + high);
      if (power(drop, Math.max(discordant, drop)) < power) {
        low = drop;
      } else {
        high = drop;
      }
    }
    return high > 1 - 1e-5 ? 1 : high;
  }

  /**
   * The fewest falls among d changed pairs that are significant; d + 1 when none is.
   *
   * @param least what it was for fewer changed pairs: it does not fall
   */
  private int critical(int d, int least) {
    BinomialLaw coin = new BinomialLaw(d, 0.5);
    int k = Math.max(least, d / 2 + 1);
    while (k <= d && 2 * coin.atLeast(k) > alpha) {
      k++;
    }
    return k;
  }
}
