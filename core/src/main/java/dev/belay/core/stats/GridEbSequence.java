package dev.belay.core.stats;

/**
 * The empirical-Bernstein confidence sequence with a grid of fixed stakes (drift specification
 * §7.4). It covers the plain running mean of the conditional mean drops, also while the policy
 * changes.
 */
public final class GridEbSequence implements ConfidenceSequence {

  private static final double[] STANDARD = {0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.7};

  private final double alpha;
  private final double[] stakes;
  private final UnitMoments moments = new UnitMoments();
  private double spread;

  /**
   * A sequence before its first draw.
   *
   * @param alpha the probability, in (0, 1), that any of its intervals misses
   * @param stakes in (0, 1)
   */
  public GridEbSequence(double alpha, double[] stakes) {
    EProcess.threshold(alpha);
    this.alpha = alpha;
    this.stakes = BettingGrid.checked(0, 1, stakes);
  }

  /** The stakes where nobody asks for others. */
  public static double[] standardStakes() {
    return STANDARD.clone();
  }

  @Override
  public void observe(double x) {
    spread += moments.observe(x);
  }

  @Override
  public Interval interval() {
    if (moments.draws() == 0) {
      return new Interval(-1, 1, 1 - alpha);
    }
    double cost = Math.log(2 * stakes.length / alpha);
    double radius = Double.POSITIVE_INFINITY;
    for (double stake : stakes) {
      radius =
          Math.min(radius, (cost + UnitMoments.psi(stake) * spread) / (stake * moments.draws()));
    }
    return UnitMoments.drop(moments.plainMean(), radius, 1 - alpha);
  }
}
