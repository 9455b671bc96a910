package dev.belay.core.stats;

import java.util.function.DoubleBinaryOperator;

/**
 * The same prompts before and after with several completions of each, judged yes or no. Were one
 * completion of each drawn at random, a prompt with shares p before and q after would be lost with
 * p(1 − q) and gained with q(1 − p). Tango's score method is used on those expected counts, scaled
 * to as many pairs as have the variance of the prompts' mean differences. With one completion a
 * prompt it is Tango's interval; without any change it has width, which the normal interval and the
 * bootstrap have not. Its coverage is simulated in {@code docs/statistics.md}.
 *
 * @param before mean of the prompts' shares before
 * @param after mean of the prompts' shares after
 * @param gained expected gains, scaled
 * @param lost expected losses, scaled
 * @param effective how many independent pairs these are worth
 */
public record ClusteredPairs(
    double before, double after, double gained, double lost, double effective) {

  /**
   * From the prompts' shares.
   *
   * @param before shares in [0, 1], {@code [N]}, at least one
   * @param after on the same prompts in the same order, {@code [N]}
   * @param completions on one side, the smaller number where the sides differ; at least N
   */
  public static ClusteredPairs of(double[] before, double[] after, long completions) {
    int prompts = before.length;
    if (prompts == 0 || after.length != prompts || completions < prompts) {
      throw new IllegalArgumentException(
          "pairs need equal lengths and a completion each, were %d and %d, %d completions"
              .formatted(prompts, after.length, completions));
    }
    return of(before, after, completions, (p, q) -> q * (1 - p));
  }

  /**
   * From graded scores, one a prompt: a prompt is lost or gained with the amount by which its score
   * moved.
   *
   * @param before scores in [0, 1], {@code [N]}, at least one
   * @param after on the same prompts in the same order, {@code [N]}
   */
  public static ClusteredPairs ofScores(double[] before, double[] after) {
    int prompts = before.length;
    if (prompts == 0 || after.length != prompts) {
      throw new IllegalArgumentException(
          "pairs need equal lengths, were %d and %d".formatted(prompts, after.length));
    }
    return of(before, after, Long.MAX_VALUE, (p, q) -> Math.max(q - p, 0));
  }

  /**
   * Sums over the prompts.
   *
   * @param gained how much of a prompt with shares p before and q after is gained; lost is what is
   *     gained from q to p
   */
  private static ClusteredPairs of(
      double[] before, double[] after, long completions, DoubleBinaryOperator gained) {
    int prompts = before.length;
    double first = 0;
    double second = 0;
    double gains = 0;
    double losses = 0;
    double squares = 0;
    for (int i = 0; i < prompts; i++) {
      double p = share(before[i]);
      double q = share(after[i]);
      first += p;
      second += q;
      gains += gained.applyAsDouble(p, q);
      losses += gained.applyAsDouble(q, p);
      squares += (q - p) * (q - p);
    }
    double change = (gains - losses) / prompts;
    double mean = prompts * change * change;
    double effect = DesignEffect.of(squares - mean, gains + losses - mean, prompts, completions);
    return new ClusteredPairs(
        first / prompts, second / prompts, gains / effect, losses / effect, prompts / effect);
  }

  private static double share(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("shares lie in [0, 1], found " + share);
    }
    return share;
  }

  /** Mean after minus mean before. */
  public double change() {
    return after - before;
  }

  /** The share of single draws that would differ between before and after. */
  public double discordant() {
    return (gained + lost) / effective;
  }

  /** The score interval of the change. */
  public Interval interval(double confidence) {
    return TangoInterval.interval(gained, lost, effective, confidence);
  }

  /** Two-sided p-value of "nothing changed", by the same score test. */
  public double pTwoSided() {
    double z = TangoInterval.statistic(gained, lost, effective, 0);
    return Math.min(1, 2 * StandardNormal.upperTail(Math.abs(z)));
  }
}
