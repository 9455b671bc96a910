package dev.belay.measure.drift;

import dev.belay.core.drift.BinaryOptimumKl;
import dev.belay.core.drift.BinaryReward;
import dev.belay.core.drift.ChangeBounds;
import dev.belay.core.drift.FiniteKl;
import dev.belay.core.drift.FrechetBound;
import dev.belay.core.drift.KlInverse;
import dev.belay.core.drift.KlMax;
import dev.belay.core.drift.LogOddsBound;
import dev.belay.core.drift.RangeBound;
import dev.belay.core.drift.RewardLevels;
import dev.belay.core.drift.Suboptimality;
import dev.belay.core.drift.TiltedOptimum;
import dev.belay.core.drift.VarianceBound;

/** Sections 1, 2, 3 (B0 to B4) and 4: statements about the optimum. */
final class OptimumChecks {
  private final RandomPrompt prompt;
  private final TiltedOptimum optimum;
  private final RewardLevels levels;
  private final Slacks slacks;
  private final double m;
  private final double rest;
  private final double range;
  private final double drift;
  private final double tanh;

  OptimumChecks(RandomPrompt prompt, TiltedOptimum optimum, Slacks slacks) {
    this.prompt = prompt;
    this.optimum = optimum;
    this.levels = RewardLevels.of(prompt.q(), prompt.g(), prompt.s());
    this.slacks = slacks;
    this.m = Math.min(1, optimum.safetyRef());
    this.rest = Math.min(1, RandomPrompt.meanRest(prompt.q(), prompt.s()));
    this.range = levels.range();
    this.drift = optimum.drift();
    this.tanh = RangeBound.totalVariation(range, prompt.beta());
  }

  void check() {
    identities();
    derivative();
    signs();
    bounds();
    farthest();
    suboptimal();
    if (levels.rewards().length == 2 && levels.rewards()[0] == 0 && levels.rewards()[1] == 1) {
      binary();
    }
  }

  private void identities() {
    double[] star = optimum.piStar();
    double covariance = 0;
    for (int i = 0; i < star.length; i++) {
      covariance += (star[i] - prompt.q()[i]) * safetyOfLevel(prompt.g()[i]);
    }
    slacks.equal("1.1 drift = Cov(w, s)", drift, optimum.safetyStar() - optimum.safetyRef());
    slacks.equal("1.1 drift = Cov(w, E[s|g])", drift, covariance);
    slacks.equal(
        "4.1 KL = E g/beta - log Z",
        optimum.kl(),
        optimum.successStar() / prompt.beta() - optimum.logZ());
    slacks.equal("4.1 KL by its sum", optimum.kl(), FiniteKl.of(star, prompt.q()));
    slacks.equal(
        "4.1 reverse KL = log Z - E g/beta",
        optimum.reverseKl(),
        optimum.logZ() - optimum.successRef() / prompt.beta());
    slacks.equal(
        "4.3 gain = beta (KL + reverse KL)",
        optimum.gain(),
        prompt.beta() * (optimum.kl() + optimum.reverseKl()));
    slacks.atMost("4.3 beta KL <= gain", prompt.beta() * optimum.kl(), optimum.gain());
  }

  private double safetyOfLevel(double g) {
    for (int level = 0; level < levels.rewards().length; level++) {
      if (levels.rewards()[level] == g) {
        return levels.safety()[level];
      }
    }
    throw new IllegalStateException("a reward without a level");
  }

  /** The drift from t to t + h is the integral of the covariance under the optimum between. */
  private void derivative() {
    double t = 1 / prompt.beta();
    double step = Math.min(t / 4, 0.25);
    double later = TiltedOptimum.of(prompt.q(), prompt.g(), prompt.s(), 1 / (t + step)).drift();
    double integral = GaussLegendre.integrate(t, t + step, this::covarianceAt);
    slacks.equal("1.2 drift = integral of Cov(g, s)", later - drift, integral);
  }

  private double covarianceAt(double t) {
    double[] star = TiltedOptimum.of(prompt.q(), prompt.g(), prompt.s(), 1 / t).piStar();
    double success = RandomPrompt.mean(star, prompt.g());
    double safety = RandomPrompt.mean(star, prompt.s());
    double covariance = 0;
    for (int i = 0; i < star.length; i++) {
      covariance += star[i] * (prompt.g()[i] - success) * (prompt.s()[i] - safety);
    }
    return covariance;
  }

  private void signs() {
    slacks.atMost(
        "1.4 |drift| <= osc tanh",
        Math.abs(drift),
        RangeBound.nearIndependence(levels.osc(), range, prompt.beta()));
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (double each : levels.upperCovariances()) {
      least = Math.min(least, each);
      most = Math.max(most, each);
    }
    if (least >= 0) {
      slacks.atMost("1.5 all Cov(1[g>c], s) >= 0: no drop", 0, drift);
    }
    if (most <= 0) {
      slacks.atMost("1.5 all Cov(1[g>c], s) <= 0: no rise", drift, 0);
    }
  }

  private void bounds() {
    double b1 = VarianceBound.cauchySchwarz(optimum.chi2(), optimum.varSafety());
    double sharper = VarianceBound.cauchySchwarz(optimum.chi2(), levels.varianceOfMeans());
    LogOddsBound odds = LogOddsBound.of(m, rest, range, prompt.beta());
    slacks.atMost("3 B1': |drift| <= sqrt(chi2 Var E[s|g])", Math.abs(drift), sharper);
    slacks.atMost("3 B1' <= B1", sharper, b1);
    slacks.atMost(
        "3 B2: |drift| <= osc(s) TV",
        Math.abs(drift),
        RandomPrompt.range(prompt.s()) * optimum.tv());
    slacks.atMost("2.3 TV <= tanh(R/4 beta)", optimum.tv(), tanh);
    slacks.atMost("3 B3: drop", -drift, odds.maxDrop());
    slacks.atMost("3 B3: rise", drift, odds.maxRise());
    slacks.atMost("3 B3 <= tanh", Math.max(odds.maxDrop(), odds.maxRise()), tanh);
  }

  private void farthest() {
    KlMax most = KlMax.of(range, prompt.beta());
    LogOddsBound odds = LogOddsBound.of(m, rest, range, prompt.beta());
    KlInverse inverse = KlInverse.of(m, rest, most.klMax());
    slacks.atMost("4.2 KL <= KLmax", optimum.kl(), most.klMax());
    slacks.atMost("4.2 chi2 <= chi2max", optimum.chi2(), most.chi2Max());
    slacks.atMost("3 B3 <= kl-inverse(KLmax): drop", odds.maxDrop(), inverse.maxDrop());
    slacks.atMost("3 B3 <= kl-inverse(KLmax): rise", odds.maxRise(), inverse.maxRise());
    slacks.atMost("3 tanh <= sqrt(KLmax/2)", tanh, Math.sqrt(most.klMax() / 2));
  }

  /** Of a policy that is not the optimum. */
  private void suboptimal() {
    double[] pi = prompt.pi();
    double kl = FiniteKl.of(pi, prompt.q());
    double objective = RandomPrompt.mean(pi, prompt.g()) - prompt.beta() * kl;
    double gap = optimum.objective() - objective;
    if (optimum.logZ() < 600 && leastAbove(optimum.piStar())) {
      slacks.equal(
          "Theorem 1: J* - J = beta KL(pi||pi*)",
          gap,
          prompt.beta() * FiniteKl.of(pi, optimum.piStar()));
    }
    double apart = Math.abs(RandomPrompt.mean(pi, prompt.s()) - optimum.safetyStar());
    slacks.atMost(
        "4.4 |safety - safety*| <= bound of the gap",
        apart,
        Suboptimality.of(Math.max(0, gap), prompt.beta()).tv());
  }

  /** Whether no probability has lost its digits. */
  private static boolean leastAbove(double[] law) {
    for (double each : law) {
      if (each < 1e-290) {
        return false;
      }
    }
    return true;
  }

  private void binary() {
    double p = Math.min(1, levels.mass()[1]);
    double s1 = levels.safety()[1];
    double s0 = levels.safety()[0];
    BinaryReward reward = BinaryReward.of(p, prompt.beta());
    BinaryOptimumKl kl = BinaryOptimumKl.of(p, prompt.beta());
    ChangeBounds frechet =
        FrechetBound.of(p, Math.min(1, levels.mass()[0]), m, rest, prompt.beta());
    LogOddsBound odds = LogOddsBound.of(m, rest, 1, prompt.beta());
    slacks.equal("2.1 drift = kappa (s1 - s0)", drift, reward.kappa() * (s1 - s0));
    slacks.equal("2.1 TV = kappa", optimum.tv(), reward.kappa());
    slacks.equal("2.1 gain = kappa", optimum.gain(), reward.kappa());
    slacks.atMost("2.1 |drift| <= gain", Math.abs(drift), reward.kappa());
    slacks.atMost("2.2 kappa <= tanh(1/4 beta)", reward.kappa(), reward.supKappa());
    slacks.equal(
        "2.2 kappa at its largest",
        BinaryReward.of(reward.argSup(), prompt.beta()).kappa(),
        reward.supKappa());
    slacks.equal("4.1 binary KL", optimum.kl(), kl.kl());
    slacks.equal("4.1 binary reverse KL", optimum.reverseKl(), kl.reverseKl());
    slacks.equal("4.1 binary chi2", optimum.chi2(), kl.chi2());
    slacks.equal(
        "3 B1' is an equality for binary g",
        VarianceBound.cauchySchwarz(optimum.chi2(), levels.varianceOfMeans()),
        Math.abs(drift));
    slacks.atMost("3 B4: drop", -drift, frechet.maxDrop());
    slacks.atMost("3 B4: rise", drift, frechet.maxRise());
    slacks.atMost("3 B4 <= B3: drop", frechet.maxDrop(), odds.maxDrop());
    slacks.atMost("3 B4 <= B3: rise", frechet.maxRise(), odds.maxRise());
    slacks.atMost("3 B4 <= kappa", Math.max(frechet.maxDrop(), frechet.maxRise()), reward.kappa());
  }
}
