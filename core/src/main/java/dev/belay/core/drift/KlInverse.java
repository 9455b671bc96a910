package dev.belay.core.drift;

import dev.belay.core.stats.Bisection;

/**
 * B6: the extreme rates a with {@code kl(a ‖ m) ≤ K} (drift specification §3). Any policy whose KL
 * to the reference, on the prompts asked about, is K has its safety between them.
 *
 * @param lo the lowest
 * @param hi the highest
 * @param maxDrop {@code m − lo}, with digits that the difference would lose
 * @param maxRise {@code hi − m}
 */
public record KlInverse(double lo, double hi, double maxDrop, double maxRise) {

  /**
   * From base safety and the KL.
   *
   * @param m in [0, 1]
   * @param kl in nats, 0 or more
   */
  public static KlInverse of(double m, double kl) {
    Require require = Require.section("3 B6");
    require.probability("m", m);
    require.nonNegative("kl", kl);
    return of(m, 1 - m, kl);
  }

  /**
   * The same where safety is close to 1.
   *
   * @param rest {@code 1 − m} with all its digits
   */
  public static KlInverse of(double m, double rest, double kl) {
    double drop = largest(m, rest, kl);
    double rise = largest(rest, m, kl);
    return new KlInverse(m - drop, Math.min(1, m + rise), drop, rise);
  }

  /** The largest d in [0, width] with kl(width − d ‖ width) ≤ K; mirrored for a rise. */
  private static double largest(double width, double rest, double kl) {
    if (width == 0 || rest == 0 || kl == 0) {
      return 0;
    }
    if (BinaryKl.ofDeviation(width, rest, -width) <= kl) {
      return width;
    }
    return Bisection.border(0, width, d -> BinaryKl.ofDeviation(width, rest, -d) <= kl);
  }
}
