package dev.belay.core.drift;

import dev.belay.core.stats.Bisection;

/**
 * B6 mirrored: the extreme rates a with {@code kl(m ‖ a) ≤ K} (drift specification §3). It bounds
 * from the other direction of KL, {@code KL(q ‖ π)} on the prompts asked about, which completions
 * of the reference estimate. Neither direction bounds more than the other everywhere: a policy that
 * gave up completions of the reference is far in this one, a policy that made rare ones common in
 * {@link KlInverse}'s.
 *
 * @param lo the lowest
 * @param hi the highest
 * @param maxDrop {@code m − lo}, with digits that the difference would lose
 * @param maxRise {@code hi − m}
 */
public record MirroredKlInverse(double lo, double hi, double maxDrop, double maxRise) {

  /** {@code −(1 − m) log(1 − m)} is never above {@code 1/e}. */
  private static final double LARGEST_ENTROPY = 1 / Math.E;

  /** From here on the plain logarithms lose no digits. */
  private static final double FAR = 1;

  /**
   * From base safety and the KL.
   *
   * @param m in [0, 1]
   * @param kl {@code KL(reference ‖ policy)} in nats, 0 or more
   */
  public static MirroredKlInverse of(double m, double kl) {
    Require require = Require.section("3 B6 mirrored");
    require.probability("m", m);
    require.nonNegative("kl", kl);
    return of(m, 1 - m, kl);
  }

  /**
   * The same where safety is close to 1.
   *
   * @param rest {@code 1 − m} with all its digits
   */
  public static MirroredKlInverse of(double m, double rest, double kl) {
    double down = logFall(m, rest, kl);
    double up = logFall(rest, m, kl);
    double drop = -m * Math.expm1(-down);
    double rise = -rest * Math.expm1(-up);
    return new MirroredKlInverse(
        m * Math.exp(-down), Math.min(1, m + rise), drop + 0.0, rise + 0.0);
  }

  /** The largest x with {@code kl(m ‖ m e^−x) ≤ K}: a rate of 0 cannot fall. */
  private static double logFall(double m, double rest, double kl) {
    if (m == 0 || kl == 0) {
      return 0;
    }
    double end = (kl + LARGEST_ENTROPY) / m;
    return Double.isInfinite(end)
        ? Double.MAX_VALUE
        : Bisection.border(0, end, x -> divergence(m, rest, x) <= kl);
  }

  /** {@code kl(m ‖ m e^−x)}. */
  private static double divergence(double m, double rest, double x) {
    double fall = -m * Math.expm1(-x);
    if (x < FAR) {
      return BinaryKl.ofDeviation(m * Math.exp(-x), rest + fall, fall);
    }
    return m * x - (rest == 0 ? 0 : rest * Math.log1p(fall / rest));
  }
}
