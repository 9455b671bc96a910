package dev.belay.core.drift;

import dev.belay.core.stats.Bisection;

/**
 * B5: the extreme mean safety of all policies within a KL of the reference, if the law of safety
 * under the reference is known (drift specification §3). The extreme policies are tilts by safety.
 */
public final class KlBall {
  private static final double LOWEST_LOG = -60;
  private static final double HIGHEST_LOG = 40;

  private KlBall() {}

  /**
   * Largest drop and rise of mean safety.
   *
   * @param ref probabilities of the reference, shape {@code [completions]}
   * @param s safety, in [0, 1], of the same length
   * @param kl in nats, 0 or more
   */
  public static ChangeBounds of(double[] ref, double[] s, double kl) {
    Require require = Require.section("3 B5");
    require.sameLength("ref and s", ref.length, s.length);
    double[] normalised = require.normalised("ref", ref);
    require.allProbabilities("s", s);
    require.nonNegative("kl", kl);
    Support support = Support.of(normalised);
    double[] q = support.kept(normalised);
    double[] safety = support.kept(s);
    double[] unsafety = new double[safety.length];
    for (int i = 0; i < safety.length; i++) {
      unsafety[i] = 1 - safety[i];
    }
    return new ChangeBounds(rise(q, unsafety, kl), rise(q, safety, kl));
  }

  private static double rise(double[] q, double[] s, double kl) {
    double top = 0;
    double bottom = 1;
    for (double value : s) {
      top = Math.max(top, value);
      bottom = Math.min(bottom, value);
    }
    if (top == bottom || kl == 0) {
      return 0;
    }
    double[] centred = FiniteLaw.centred(q, s);
    double mass = 0;
    double rise = 0;
    for (int i = 0; i < s.length; i++) {
      if (s[i] == top) {
        mass += q[i];
        rise = centred[i];
      }
    }
    if (kl >= -Math.log(mass)) {
      return rise;
    }
    double log =
        Bisection.border(
            LOWEST_LOG, HIGHEST_LOG, at -> new FiniteLaw(q, s, Math.exp(-at)).kl() <= kl);
    return new FiniteLaw(q, s, Math.exp(-log)).shift(centred);
  }
}
