package dev.belay.core.stats;

/**
 * The empirical-Bernstein confidence sequence with predictable stakes (Waudby-Smith and Ramdas,
 * Journal of the Royal Statistical Society B 86, 2024; drift specification §7.4). It covers the
 * mean drop of one policy. While a policy changes it covers a mean weighted by the stakes, which is
 * not the running mean: use {@link GridEbSequence} there.
 */
public final class PredictableEbSequence implements ConfidenceSequence {

  private static final double LARGEST_STAKE = 0.5;

  private final double alpha;
  private final UnitMoments moments = new UnitMoments();
  private double stakes;
  private double stakedSum;
  private double spread;

  /**
   * A sequence before its first draw.
   *
   * @param alpha the probability, in (0, 1), that any of its intervals misses
   */
  public PredictableEbSequence(double alpha) {
    EProcess.threshold(alpha);
    this.alpha = alpha;
  }

  @Override
  public void observe(double x) {
    BettingGrid.checkedDraw(x);
    double t = moments.draws() + 1.0;
    double stake =
        Math.min(
            Math.sqrt(2 * Math.log(2 / alpha) / (moments.variance() * t * Math.log1p(t))),
            LARGEST_STAKE);
    double v = moments.observe(x);
    stakes += stake;
    stakedSum += stake * UnitMoments.unit(x);
    spread += v * UnitMoments.psi(stake);
  }

  @Override
  public Interval interval() {
    return moments.draws() == 0
        ? new Interval(-1, 1, 1 - alpha)
        : UnitMoments.drop(stakedSum / stakes, (Math.log(2 / alpha) + spread) / stakes, 1 - alpha);
  }
}
