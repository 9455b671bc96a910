package dev.belay.core.stats;

import java.util.Arrays;

/**
 * The exact test of "nothing changed" for differences of any size: if nothing changed, each has
 * either sign with equal probability (Fisher, The Design of Experiments, 1935, §21; Pitman,
 * Supplement to the Journal of the Royal Statistical Society 4, 1937). All 2ⁿ assignments of signs
 * are counted. For differences of −1, 0 and 1 it is {@link McNemarExact}.
 */
public final class SignFlipTest {

  /**
   * Differences are rounded to multiples of one part in this, which all shares of up to eight are.
   * Rounding changes what is summed, not the level: signs are as random as before.
   */
  private static final int PARTS = 840;

  private SignFlipTest() {}

  /**
   * Two-sided p-value: the share of assignments whose sum is at least as far from 0.
   *
   * @param differences of independent units, in [−1, 1], {@code [N]}; may be empty
   */
  public static double pTwoSided(double[] differences) {
    int[] parts = Arrays.stream(differences).mapToInt(SignFlipTest::parts).toArray();
    int[] sizes = Arrays.stream(parts).map(Math::abs).filter(size -> size > 0).toArray();
    int unit = Arrays.stream(sizes).reduce(0, SignFlipTest::commonDivisor);
    if (unit == 0) {
      return 1;
    }
    int observed = Math.abs(Arrays.stream(parts).sum()) / unit;
    double[] positive = sumsOfPositives(Arrays.stream(sizes).map(size -> size / unit).toArray());
    int total = positive.length - 1;
    double p = 0;
    for (int sum = 0; sum <= total; sum++) {
      p += Math.abs(2 * sum - total) >= observed ? positive[sum] : 0;
    }
    return Math.min(1, p);
  }

  /** The probability of each sum of those that come out positive. */
  private static double[] sumsOfPositives(int[] sizes) {
    double[] probability = new double[Arrays.stream(sizes).sum() + 1];
    probability[0] = 1;
    int reached = 0;
    for (int size : sizes) {
      reached += size;
      for (int sum = reached; sum >= 0; sum--) {
        double flipped = sum >= size ? probability[sum - size] : 0;
        probability[sum] = (probability[sum] + flipped) / 2;
      }
    }
    return probability;
  }

  private static int parts(double difference) {
    if (!(difference >= -1 && difference <= 1)) {
      throw new IllegalArgumentException("differences lie in [-1, 1], found " + difference);
    }
    return (int) Math.round(difference * PARTS);
  }

  private static int commonDivisor(int a, int b) {
    return b == 0 ? a : commonDivisor(b, a % b);
  }
}
