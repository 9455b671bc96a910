package dev.belay.core.stats;

import java.util.Arrays;

/**
 * An alarm that does not tire of waiting: the mean over start times k, with weights {@code 1/(k(k +
 * 1))}, of processes that begin to bet at draw k; what has not begun yet keeps its weight {@code
 * 1/(t + 1)} (drift specification §7.4). A drift that appears late finds fortunes that have not
 * been lost on the calm before it.
 *
 * <p>Evidence against "every conditional mean drop is at most the margin". The state is one
 * logarithm for each stake and the number of draws.
 */
public final class SpendingEProcess implements EProcess {

  private final double margin;
  private final double[] stakes;
  private final double[] logStarted;
  private long draws;
  private double maxLogE;

  /**
   * A process before its first draw.
   *
   * @param margin in (−1, 1)
   * @param stakes in (0, 1/(1 + margin))
   */
  public SpendingEProcess(double margin, double[] stakes) {
    this.margin = margin;
    this.stakes = BettingGrid.checked(margin, 1 + margin, stakes);
    this.logStarted = new double[stakes.length];
    Arrays.fill(logStarted, Double.NEGATIVE_INFINITY);
  }

  @Override
  public void observe(double x) {
    double gain = BettingGrid.checkedDraw(x) - margin;
    draws++;
    double starting = -Math.log((double) draws) - Math.log1p((double) draws);
    for (int k = 0; k < stakes.length; k++) {
      logStarted[k] = LogSum.of(logStarted[k], starting) + Math.log1p(stakes[k] * gain);
    }
    maxLogE = Math.max(maxLogE, logE());
  }

  @Override
  public double logE() {
    return draws == 0 ? 0 : LogSum.of(LogSum.ofMean(logStarted), -Math.log1p((double) draws));
  }

  @Override
  public double maxLogE() {
    return maxLogE;
  }

  @Override
  public long draws() {
    return draws;
  }

  @Override
  public double[] state() {
    double[] state = Arrays.copyOf(logStarted, logStarted.length + 2);
    state[logStarted.length] = maxLogE;
    state[logStarted.length + 1] = draws;
    return state;
  }

  @Override
  public void restore(double[] state) {
    if (state.length != logStarted.length + 2) {
      throw new IllegalArgumentException("the state belongs to other stakes");
    }
    System.arraycopy(state, 0, logStarted, 0, logStarted.length);
    maxLogE = state[logStarted.length];
    draws = (long) state[logStarted.length + 1];
  }
}
