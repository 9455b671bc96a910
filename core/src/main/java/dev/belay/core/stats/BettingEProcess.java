package dev.belay.core.stats;

import java.util.Arrays;
import java.util.OptionalLong;

/**
 * The mean, over stakes λ, of the fortune of one who bets λ on every draw (drift specification
 * §7.4): {@code prod(1 + λ(x − margin))} as an alarm, {@code prod(1 + λ(margin − x))} as a
 * certificate. Each factor is positive and has mean at most 1 under its hypothesis.
 *
 * <p>The state is one sum of logarithms for each stake.
 */
public final class BettingEProcess implements EProcess {

  /** Further draws beyond which nobody waits: more would not be reckoned. */
  private static final long MOST_DRAWS = 1L << 40;

  private final double margin;
  private final int sign;
  private final double[] stakes;
  private final double[] logFortunes;
  private long draws;
  private double maxLogE;

  private BettingEProcess(double margin, int sign, double[] stakes) {
    this.margin = margin;
    this.sign = sign;
    this.stakes = BettingGrid.checked(margin, 1 + sign * margin, stakes);
    this.logFortunes = new double[stakes.length];
  }

  /**
   * Evidence against "every conditional mean drop is at most the margin".
   *
   * @param margin in (−1, 1)
   * @param stakes in (0, 1/(1 + margin))
   */
  public static BettingEProcess alarm(double margin, double[] stakes) {
    return new BettingEProcess(margin, 1, stakes);
  }

  /**
   * Evidence against "every conditional mean drop is at least the margin". To certify one policy,
   * only draws of that policy may be taken in: over several it rejects "all are bad".
   *
   * @param margin in (−1, 1)
   * @param stakes in (0, 1/(1 − margin))
   */
  public static BettingEProcess certify(double margin, double[] stakes) {
    return new BettingEProcess(margin, -1, stakes);
  }

  @Override
  public void observe(double x) {
    double gain = sign * (BettingGrid.checkedDraw(x) - margin);
    for (int k = 0; k < stakes.length; k++) {
      logFortunes[k] += Math.log1p(stakes[k] * gain);
    }
    draws++;
    maxLogE = Math.max(maxLogE, logE());
  }

  @Override
  public double logE() {
    return LogSum.ofMean(logFortunes);
  }

  @Override
  public double maxLogE() {
    return maxLogE;
  }

  @Override
  public long draws() {
    return draws;
  }

  /**
   * The draws, from the first on, after which the evidence would reach {@code 1/alpha} if further
   * draws were like those so far; empty before the first draw, and if they never would.
   */
  public OptionalLong drawsToReject(double alpha) {
    double threshold = EProcess.threshold(alpha);
    double best = Arrays.stream(logFortunes).max().orElseThrow();
    if (draws == 0 || best <= 0 || logEAfter(MOST_DRAWS) < threshold) {
      return OptionalLong.empty();
    }
    // Convex in the number of draws and 0 at none, so it passes the threshold once.
    long below = 0;
    long above = MOST_DRAWS;
    while (above - below > 1) {
      long middle = below + (above - below) / 2;
      if (logEAfter(middle) >= threshold) {
        above = middle;
      } else {
        below = middle;
      }
    }
    return OptionalLong.of(above);
  }

  private double logEAfter(long total) {
    double factor = (double) total / draws;
    return LogSum.ofMean(Arrays.stream(logFortunes).map(fortune -> fortune * factor).toArray());
  }

  /**
   * The fewest draws that can certify: those of which none shows a change.
   *
   * @param margin in (0, 1)
   * @param alpha in (0, 1)
   */
  public static long leastDrawsToCertify(double margin, double alpha) {
    if (!(margin > 0)) {
      throw new IllegalArgumentException("without a margin nothing is certified, was " + margin);
    }
    BettingEProcess unchanged = certify(margin, BettingGrid.certify());
    unchanged.observe(0);
    return unchanged.drawsToReject(alpha).orElseThrow();
  }

  @Override
  public double[] state() {
    double[] state = Arrays.copyOf(logFortunes, logFortunes.length + 2);
    state[logFortunes.length] = maxLogE;
    state[logFortunes.length + 1] = draws;
    return state;
  }

  @Override
  public void restore(double[] state) {
    if (state.length != logFortunes.length + 2) {
      throw new IllegalArgumentException("the state belongs to other stakes");
    }
    System.arraycopy(state, 0, logFortunes, 0, logFortunes.length);
    maxLogE = state[logFortunes.length];
    draws = (long) state[logFortunes.length + 1];
  }
}
