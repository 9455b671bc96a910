package dev.belay.core.stats;

/**
 * Interval for a paired change of rates by squaring and adding Wilson limits: method 10 of Newcombe
 * (Statistics in Medicine 17, 1998, p. 2635), with his continuity correction of the correlation.
 */
public final class NewcombePaired {
  private NewcombePaired() {}

  /** The interval of {@link PairedOutcomes#change()}. */
  public static Interval interval(PairedOutcomes pairs, double confidence) {
    double after = pairs.after().value();
    double before = pairs.before().value();
    Interval afterWilson = pairs.after().wilson(confidence);
    Interval beforeWilson = pairs.before().wilson(confidence);
    double phi = correlation(pairs);
    double change = pairs.change();
    double below = distance(phi, after - afterWilson.low(), beforeWilson.high() - before);
    double above = distance(phi, afterWilson.high() - after, before - beforeWilson.low());
    return new Interval(Math.max(-1, change - below), Math.min(1, change + above), confidence);
  }

  private static double distance(double phi, double x, double y) {
    return Math.sqrt(Math.max(0, x * x - 2 * phi * x * y + y * y));
  }

  /** The phi coefficient of the table, shrunk by n/2 when positive; 0 when a margin is empty. */
  private static double correlation(PairedOutcomes pairs) {
    double a = pairs.bothTrue();
    double b = pairs.onlyBefore();
    double c = pairs.onlyAfter();
    double d = pairs.neither();
    double product = (a + b) * (c + d) * (a + c) * (b + d);
    if (product == 0) {
      return 0;
    }
    double cross = a * d - b * c;
    double corrected = cross > 0 ? Math.max(cross - pairs.n() / 2.0, 0) : cross;
    return corrected / Math.sqrt(product);
  }
}
