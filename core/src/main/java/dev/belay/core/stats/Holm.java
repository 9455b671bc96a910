package dev.belay.core.stats;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Holm's step-down correction for several tests at once (Scandinavian Journal of Statistics 6,
 * 1979): the probability of any false finding stays at the level, however the tests depend on each
 * other.
 */
public final class Holm {
  private Holm() {}

  /**
   * The adjusted p-values: each is at most the level exactly when Holm's procedure rejects at it.
   *
   * @param pValues in [0, 1]; may be empty
   * @return in the order given, at most 1
   */
  public static double[] adjust(double[] pValues) {
    for (double p : pValues) {
      if (!(p >= 0 && p <= 1)) {
        throw new IllegalArgumentException("p-values lie in [0, 1], found " + p);
      }
    }
    int m = pValues.length;
    int[] order =
        IntStream.range(0, m)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> pValues[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] adjusted = new double[m];
    double largest = 0;
    for (int rank = 0; rank < m; rank++) {
      largest = Math.max(largest, Math.min(1, (m - rank) * pValues[order[rank]]));
      adjusted[order[rank]] = largest;
    }
    return adjusted;
  }
}
