package dev.belay.core.drift;

import dev.belay.core.drift.RefusedInputException.Reason;
import dev.belay.core.stats.Summation;

/**
 * {@link DriftDecomposition} of one prompt from completions before and after, with standard errors
 * by the delta method (drift specification §8.7, influence functions as in §5). The two samples are
 * independent; the completions of each are.
 *
 * @param parts the estimate
 * @param seDrift standard error of the whole
 * @param seSelection of what follows from more completions succeeding
 * @param seWithin of what changed among successes and among failures
 */
public record DecompositionEstimate(
    DriftDecomposition parts, double seDrift, double seSelection, double seWithin) {

  /**
   * From at least two completions of each policy.
   *
   * @param g rewards of the reference's completions, 0 or 1, both among them, shape {@code [n]}
   * @param s their safety, in [0, 1], shape {@code [n]}
   * @param gAfter rewards of the trained policy's, 0 or 1, shape {@code [n']}
   * @param sAfter their safety, shape {@code [n']}
   */
  public static DecompositionEstimate of(double[] g, double[] s, double[] gAfter, double[] sAfter) {
    Require require = Require.section("8.7");
    check(require, "completions before", g, s);
    check(require, "completions after", gAfter, sAfter);
    Classes before = Classes.of(g, s);
    Classes after = Classes.of(gAfter, sAfter);
    if (before.successes() == 0 || before.successes() == g.length) {
      throw require.refusal(
          Reason.EMPTY,
          "there must be a success and a failure before, to know the safety of either; had %d of %d"
              .formatted(before.successes(), g.length));
    }
    double gap = before.s1() - before.s0();
    double gain = after.p() - before.p();
    double selection = gain * gap;
    double drift = after.mean() - before.mean();
    double[] whole = new double[g.length];
    double[] selected = new double[g.length];
    for (int i = 0; i < g.length; i++) {
      double ofClass =
          g[i] == 1 ? (s[i] - before.s1()) / before.p() : -(s[i] - before.s0()) / (1 - before.p());
      whole[i] = -(s[i] - before.mean());
      selected[i] = -(g[i] - before.p()) * gap + gain * ofClass;
    }
    double[] wholeAfter = new double[gAfter.length];
    double[] selectedAfter = new double[gAfter.length];
    for (int i = 0; i < gAfter.length; i++) {
      wholeAfter[i] = sAfter[i] - after.mean();
      selectedAfter[i] = (gAfter[i] - after.p()) * gap;
    }
    return new DecompositionEstimate(
        new DriftDecomposition(drift, selection, drift - selection),
        standardError(whole, wholeAfter),
        standardError(selected, selectedAfter),
        standardError(difference(whole, selected), difference(wholeAfter, selectedAfter)));
  }

  private static void check(Require require, String what, double[] g, double[] s) {
    require.sameLength("rewards and safety of " + what, g.length, s.length);
    require.atLeastTwo(what, g.length);
    for (double reward : g) {
      require.inside("a reward of " + what, reward, reward == 0 || reward == 1, "be 0 or 1");
    }
    require.allProbabilities("safety of " + what, s);
  }

  private static double[] difference(double[] of, double[] less) {
    double[] difference = new double[of.length];
    for (int i = 0; i < of.length; i++) {
      difference[i] = of[i] - less[i];
    }
    return difference;
  }

  private static double standardError(double[] before, double[] after) {
    return Math.sqrt(variance(before) + variance(after));
  }

  /** {@code Σ ψ²/(n (n − 1))}. */
  private static double variance(double[] influence) {
    Summation squares = new Summation();
    for (double each : influence) {
      squares.add(each * each);
    }
    return squares.value() / influence.length / (influence.length - 1);
  }

  /** Rates of one sample; the safety of a class without completions is 0 and counts nothing. */
  private record Classes(int successes, double p, double mean, double s1, double s0) {

    static Classes of(double[] g, double[] s) {
      Summation[] sums = {new Summation(), new Summation()};
      int successes = 0;
      for (int i = 0; i < g.length; i++) {
        sums[g[i] == 1 ? 1 : 0].add(s[i]);
        successes += g[i] == 1 ? 1 : 0;
      }
      int failures = g.length - successes;
      return new Classes(
          successes,
          (double) successes / g.length,
          (sums[0].value() + sums[1].value()) / g.length,
          successes == 0 ? 0 : sums[1].value() / successes,
          failures == 0 ? 0 : sums[0].value() / failures);
    }
  }
}
