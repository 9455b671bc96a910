package dev.belay.core.stats;

/**
 * Upper limits for a paired drop that hold at any number of pairs: P(yes before, no after) is at
 * least the drop, and its count is binomial. Never above the nominal error, unlike the limits of
 * Tango and Newcombe, and therefore wider.
 */
public final class ExactDrop {
  private ExactDrop() {}

  /** The Clopper–Pearson upper limit of the share of pairs that fell. */
  public static double upperLimit(PairedOutcomes pairs, double confidence) {
    return ClopperPearson.upperLimit(new Rate(pairs.onlyBefore(), pairs.n()), confidence);
  }

  /**
   * The upper limit of the share that fell less the lower limit of the share that rose, each with
   * half of the error: sharper when many pairs rose. To take the smaller of the two limits after
   * seeing them would be no certificate.
   */
  public static double netUpperLimit(PairedOutcomes pairs, double confidence) {
    double half = 1 - (1 - confidence) / 2;
    Rate fell = new Rate(pairs.onlyBefore(), pairs.n());
    Rate rose = new Rate(pairs.onlyAfter(), pairs.n());
    return ClopperPearson.upperLimit(fell, half) - ClopperPearson.lowerLimit(rose, half);
  }
}
