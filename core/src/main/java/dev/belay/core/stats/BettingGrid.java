package dev.belay.core.stats;

import java.util.Arrays;

/**
 * The stakes that an {@link EProcess} bets with side by side. Their mean is as valid as each alone,
 * and nobody has to know beforehand which one suits the drift that there is.
 */
public final class BettingGrid {

  /** Stakes for drifts from a few draws in a thousand to most of them. */
  private static final double[] STANDARD = {0.02, 0.05, 0.1, 0.2, 0.4, 0.8};

  private BettingGrid() {}

  /** The standard stakes, all of which are allowed against "the drop is at least the margin". */
  public static double[] certify() {
    return STANDARD.clone();
  }

  /** Those of the standard stakes that are allowed against "the drop is at most the margin". */
  public static double[] alarm(double margin) {
    return Arrays.stream(STANDARD).filter(stake -> stake * (1 + margin) < 1).toArray();
  }

  /**
   * Checks a margin and stakes.
   *
   * @param worst the most that a stake can lose in one draw, as a share of it
   * @throws IllegalArgumentException if the margin is not in (−1, 1), or a stake not in (0,
   *     1/worst), where everything could be lost at once
   */
  static double[] checked(double margin, double worst, double[] stakes) {
    if (!(margin > -1 && margin < 1)) {
      throw new IllegalArgumentException("the margin must lie in (-1, 1), was " + margin);
    }
    if (stakes.length == 0) {
      throw new IllegalArgumentException("a mean over no stakes has no value");
    }
    for (double stake : stakes) {
      if (!(stake > 0 && stake * worst < 1)) {
        throw new IllegalArgumentException(
            "stakes must lie in (0, %s), found %s".formatted(1 / worst, stake));
      }
    }
    return stakes.clone();
  }

  /** A drop of one draw, in [−1, 1]. */
  static double checkedDraw(double x) {
    if (!(x >= -1 && x <= 1)) {
      throw new IllegalArgumentException("a drop of one draw lies in [-1, 1], found " + x);
    }
    return x;
  }
}
