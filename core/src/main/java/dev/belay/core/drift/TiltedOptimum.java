package dev.belay.core.drift;

import dev.belay.core.stats.Summation;

/**
 * The only maximiser of {@code E_π g − beta KL(π ‖ q)} over a finite set of completions, and what
 * it does to safety (drift specification §0, §1): {@code π* ∝ q e^{g/beta}}.
 *
 * @param logZ {@code log E_q e^{g/beta}}
 * @param piStar the optimum, shape {@code [completions]}; 0 where the reference is 0
 * @param successRef {@code E_q g}
 * @param successStar {@code E_π* g}
 * @param safetyRef {@code E_q s}
 * @param safetyStar {@code E_π* s}
 * @param drift {@code E_π* s − E_q s}; negative where safety is lost
 * @param tv total variation of optimum and reference
 * @param kl {@code KL(π* ‖ q)}, nats
 * @param reverseKl {@code KL(q ‖ π*)}, nats
 * @param chi2 {@code E_q (w − 1)²}, w being the ratio of optimum and reference
 * @param varSafety {@code Var_q s}
 * @param objective its value, {@code beta log Z}
 */
@SuppressWarnings("ArrayRecordComponent") // Read once by whoever asked; not compared.
public record TiltedOptimum(
    double logZ,
    double[] piStar,
    double successRef,
    double successStar,
    double safetyRef,
    double safetyStar,
    double drift,
    double tv,
    double kl,
    double reverseKl,
    double chi2,
    double varSafety,
    double objective) {

  /**
   * The optimum.
   *
   * @param ref probabilities of the reference, shape {@code [completions]}; they add up to 1 within
   *     1e-9
   * @param g rewards, finite
   * @param s safety, in [0, 1]
   * @param beta above 0
   */
  public static TiltedOptimum of(double[] ref, double[] g, double[] s, double beta) {
    Require require = Require.section("1");
    require.sameLength("ref, g and s", ref.length, g.length, s.length);
    double[] normalised = require.normalised("ref", ref);
    require.allFinite("g", g);
    require.allProbabilities("s", s);
    require.positive("beta", beta);
    Support support = Support.of(normalised);
    double[] rewards = support.kept(g);
    double[] safety = support.kept(s);
    return of(
        new FiniteLaw(support.kept(normalised), rewards, beta), rewards, safety, beta, support);
  }

  private static TiltedOptimum of(
      FiniteLaw law, double[] g, double[] s, double beta, Support support) {
    double[] q = law.q;
    double[] centred = FiniteLaw.centred(q, s);
    double top = g[law.mode];
    double[] star = new double[q.length];
    Summation tv = new Summation();
    Summation chi2 = new Summation();
    Summation below = new Summation();
    for (int i = 0; i < q.length; i++) {
      star[i] = law.tilted(i);
      double excess = law.excess(i);
      tv.add(Math.abs(excess) / 2);
      chi2.add(excess * (excess / q[i]));
      below.add(q[i] * ((top - g[i]) / beta));
    }
    return new TiltedOptimum(
        top / beta + law.logSum,
        support.spread(star),
        FiniteLaw.mean(q, g),
        FiniteLaw.mean(star, g),
        FiniteLaw.mean(q, s),
        FiniteLaw.mean(star, s),
        law.shift(centred),
        tv.value(),
        law.kl(),
        law.logSum + below.value(),
        chi2.value(),
        FiniteLaw.variance(q, centred),
        top + beta * law.logSum);
  }

  /** How much success the optimum gains, {@code E_π* g − E_q g}. */
  public double gain() {
    return successStar - successRef;
  }
}
