package dev.belay.core.drift;

/**
 * B3: the log-odds of safety move by at most {@code range/beta} (drift specification §3). The exact
 * worst case if no more is known than base safety, range and beta.
 *
 * @param lo the lowest safety of the optimum
 * @param hi the highest
 */
public record LogOddsBound(double lo, double hi, double maxDrop, double maxRise) {

  /**
   * From base safety.
   *
   * @param m in [0, 1]
   * @param range of the reward, 0 or more
   * @param beta above 0
   */
  public static LogOddsBound of(double m, double range, double beta) {
    return of(m, 1 - m, range, beta);
  }

  /**
   * The same where safety is close to 1.
   *
   * @param rest {@code 1 − m} with all its digits
   */
  public static LogOddsBound of(double m, double rest, double range, double beta) {
    Require require = Require.section("3 B3");
    require.probability("m", m);
    require.probability("1 - m", rest);
    require.nonNegative("range", range);
    require.positive("beta", beta);
    double t = range / beta;
    return new LogOddsBound(
        Logistic.lowered(m, rest, t),
        Logistic.raised(m, rest, t),
        Logistic.gain(rest, m, t),
        Logistic.gain(m, rest, t));
  }
}
