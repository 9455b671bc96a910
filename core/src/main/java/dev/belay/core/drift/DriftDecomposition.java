package dev.belay.core.drift;

/**
 * A measured drift in two parts (drift specification §8.7): what follows from more completions
 * succeeding, and what changed among successes and among failures, which the tilt does not explain.
 *
 * @param drift their sum
 * @param selection {@code (pT − p)(s1 − s0)}
 * @param within {@code pT (s1T − s1) + (1 − pT)(s0T − s0)}
 */
public record DriftDecomposition(double drift, double selection, double within) {

  /**
   * From rates before and after, all in [0, 1].
   *
   * @param p success before
   * @param s1 safety of successes before
   * @param s0 safety of failures before
   * @param pT success after
   * @param s1T safety of successes after
   * @param s0T safety of failures after
   */
  public static DriftDecomposition of(
      double p, double s1, double s0, double pT, double s1T, double s0T) {
    Require require = Require.section("8.7");
    require.probability("p", p);
    require.probability("s1", s1);
    require.probability("s0", s0);
    require.probability("pT", pT);
    require.probability("s1T", s1T);
    require.probability("s0T", s0T);
    double selection = (pT - p) * (s1 - s0);
    double within = pT * (s1T - s1) + (1 - pT) * (s0T - s0);
    return new DriftDecomposition(selection + within, selection, within);
  }
}
