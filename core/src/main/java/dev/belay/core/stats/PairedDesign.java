package dev.belay.core.stats;

/**
 * How many pairs a proof of non-inferiority by Tango's test needs. The variance at the margin is
 * used for the critical value, that of the truth for the power (Nam, Biometrics 53, 1997); the
 * textbook formula with one variance for both promises more power than it gives.
 *
 * @param margin the worsening that is to be excluded, in (0, 1)
 * @param drop the worsening that is true, below the margin; negative for an improvement
 * @param discordant the share of pairs whose verdict differs between before and after, at least
 *     {@code |drop|}
 * @param alpha the test's one-sided level, such as 0.025 for a two-sided interval of 95 %
 * @param power the wanted probability of the proof, such as 0.8
 */
public record PairedDesign(
    double margin, double drop, double discordant, double alpha, double power) {

  public PairedDesign {
    check(margin > 0 && margin < 1, "the margin lies in (0, 1)", margin);
    check(drop > -1 && drop < margin, "the true drop lies in (-1, margin)", drop);
    check(
        discordant >= Math.abs(drop) && discordant <= 1,
        "the share of changed pairs lies in [|drop|, 1]",
        discordant);
    check(alpha > 0 && alpha < 1, "alpha lies in (0, 1)", alpha);
    check(power > 0 && power < 1, "the power lies in (0, 1)", power);
  }

  private static void check(boolean holds, String rule, double found) {
    if (!holds) {
      throw new IllegalArgumentException(rule + ", was " + found);
    }
  }

  /** The number of pairs, at least 1. */
  public long pairs() {
    return (long) Math.max(1, Math.ceil(rawPairs()));
  }

  /** The same before it is rounded up. */
  public double rawPairs() {
    double rest = margin - drop;
    double root =
        alphaCritical() * Math.sqrt(marginVariance()) + powerCritical() * Math.sqrt(trueVariance());
    return root * root / (rest * rest);
  }

  /** What the textbook formula says: too few, for comparison only. */
  public long textbookPairs() {
    double critical = alphaCritical() + powerCritical();
    double rest = margin - drop;
    return (long) Math.ceil(critical * critical * trueVariance() / (rest * rest));
  }

  /** The number of pairs with which none lost proves the margin exactly (Clopper and Pearson). */
  public static long pairsWithoutLoss(double margin, double alpha) {
    return new PairedDesign(margin, 0, 0, alpha, 0.5).pairsWithoutLoss();
  }

  private long pairsWithoutLoss() {
    return (long) Math.ceil(Math.log(alpha) / Math.log1p(-margin));
  }

  /**
   * The smallest margin that so many pairs prove with this power when nothing is lost in truth.
   *
   * @param pairs how many; need not be whole, as an effective number is not
   * @return 1 when no margin can be proved
   */
  public static double smallestMargin(double pairs, double discordant, double alpha, double power) {
    return Bisection.border(
        0,
        1,
        margin ->
            margin < 1
                && (margin == 0
                    || new PairedDesign(margin, 0, discordant, alpha, power).rawPairs() > pairs));
  }

  private double alphaCritical() {
    return -StandardNormal.quantile(alpha);
  }

  private double powerCritical() {
    return StandardNormal.quantile(power);
  }

  private double trueVariance() {
    return discordant - drop * drop;
  }

  /** Of one pair, when the drop is the margin: 2z + e(1 − e) with Tango's estimate z. */
  private double marginVariance() {
    double lost = (discordant + drop) / 2;
    double gained = (discordant - drop) / 2;
    return 2 * TangoInterval.nuisance(lost, gained, 1, margin) + margin * (1 - margin);
  }
}
