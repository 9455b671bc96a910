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
    double[] changed = law(pairs, discordant);
    double fallen = discordant == 0 ? 0 : (discordant + drop) / 2 / discordant;
    double power = 0;
    for (int d = 1; d <= pairs; d++) {
      if (changed[d] > NEGLIGIBLE) {
        power += changed[d] * atLeast(critical(d), d, fallen);
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

  /** The fewest falls among d changed pairs that are significant; d + 1 when none is. */
  private int critical(int d) {
    // Terms of a fair coin from P(X = d) = 2^-d downwards, while twice the tail stays within; as
    // logarithms, for the first ones are far below the smallest double.
    double logTerm = -d * Math.log(2);
    double tail = 0;
    int k = d + 1;
    while (k > 0 && 2 * (tail + Math.exp(logTerm)) <= alpha) {
      tail += Math.exp(logTerm);
      k--;
      logTerm += Math.log((double) k / (d - k + 1));
    }
    return k;
  }

  private static double atLeast(int k, int n, double p) {
    if (k > n) {
      return 0;
    }
    if (k <= 0 || p >= 1) {
      return 1;
    }
    return p <= 0 ? 0 : new BinomialTail(k, n).atLeast(p);
  }

  /** P(X = 0..n). */
  private static double[] law(int n, double p) {
    double[] law = new double[n + 1];
    if (p <= 0 || p >= 1) {
      law[p <= 0 ? 0 : n] = 1;
      return law;
    }
    double logChoose = 0;
    for (int k = 0; k <= n; k++) {
      law[k] = Math.exp(logChoose + k * Math.log(p) + (n - k) * Math.log1p(-p));
      logChoose += Math.log((double) (n - k) / (k + 1));
    }
    return law;
  }
}
