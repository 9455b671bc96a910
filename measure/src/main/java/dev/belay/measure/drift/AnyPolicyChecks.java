package dev.belay.measure.drift;

import dev.belay.core.drift.AggregateKlBound;
import dev.belay.core.drift.BinaryKl;
import dev.belay.core.drift.ChangeBounds;
import dev.belay.core.drift.DriftDecomposition;
import dev.belay.core.drift.FiniteKl;
import dev.belay.core.drift.KlBall;
import dev.belay.core.drift.KlInverse;
import dev.belay.core.drift.KlToTv;
import dev.belay.core.drift.MirroredKlInverse;
import dev.belay.core.drift.RewardLevels;
import dev.belay.core.drift.VarianceBound;
import java.util.SplittableRandom;

/** Sections 3 (B5 to B9), 8.1, 8.2 and 8.7: statements about any policy. */
final class AnyPolicyChecks {
  private final RandomPrompt prompt;
  private final Slacks slacks;
  private final double m;
  private final double rest;

  AnyPolicyChecks(RandomPrompt prompt, Slacks slacks) {
    this.prompt = prompt;
    this.slacks = slacks;
    this.m = Math.min(1, RandomPrompt.mean(prompt.q(), prompt.s()));
    this.rest = RandomPrompt.meanRest(prompt.q(), prompt.s());
  }

  /**
   * What the KL of a policy bounds.
   *
   * @param who names the policy
   * @param drift its safety less that of the reference
   * @param kl its KL to the reference
   * @param reverse that of the reference to it
   */
  void check(String who, double[] policy, double drift, double kl, double reverse) {
    ChangeBounds ball = KlBall.of(prompt.q(), prompt.s(), kl);
    KlInverse inverse = KlInverse.of(m, rest, kl);
    KlToTv tv = KlToTv.of(kl);
    double apart = Math.abs(drift);
    slacks.atMost("3 B5: drop, " + who, -drift, ball.maxDrop());
    slacks.atMost("3 B5: rise, " + who, drift, ball.maxRise());
    slacks.atMost("3 B6: drop, " + who, -drift, inverse.maxDrop());
    slacks.atMost("3 B6: rise, " + who, drift, inverse.maxRise());
    bernstein(who, drift, kl, ball);
    slacks.atMost("3 B8 Pinsker, " + who, apart, tv.pinsker());
    slacks.atMost("3 B9 Bretagnolle-Huber, " + who, apart, tv.bretagnolleHuber());
    slacks.atMost("3 B9', " + who, apart, tv.tsybakov());
    double widest = Math.max(inverse.maxDrop(), inverse.maxRise());
    slacks.atMost("3 B5 <= B6: drop", ball.maxDrop(), inverse.maxDrop());
    slacks.atMost("3 B5 <= B6: rise", ball.maxRise(), inverse.maxRise());
    slacks.atMost("3 B6 <= B8", widest, tv.pinsker());
    slacks.atMost("3 B6 <= B9", widest, tv.bretagnolleHuber());
    slacks.atMost(
        "3 TV <= B8, " + who,
        totalVariation(policy),
        Math.min(tv.pinsker(), tv.bretagnolleHuber()));
    mirrored(who, policy, drift, reverse);
  }

  private void bernstein(String who, double drift, double kl, ChangeBounds ball) {
    double low = 1;
    double high = 0;
    double variance = 0;
    for (int i = 0; i < prompt.s().length; i++) {
      double s = prompt.s()[i];
      low = Math.min(low, s);
      high = Math.max(high, s);
      variance += prompt.q()[i] * (s - m) * (s - m);
    }
    double down = VarianceBound.bernstein(variance, Math.max(0, m - low), kl);
    double up = VarianceBound.bernstein(variance, Math.max(0, high - m), kl);
    slacks.atMost("3 B7: drop, " + who, -drift, down);
    slacks.atMost("3 B7: rise, " + who, drift, up);
    slacks.atMost("3 B5 <= B7: drop", ball.maxDrop(), down);
    slacks.atMost("3 B5 <= B7: rise", ball.maxRise(), up);
  }

  /** {@code kl(m ‖ E_π s) ≤ KL(q ‖ π)}. */
  private void mirrored(String who, double[] policy, double drift, double reverse) {
    double trained = RandomPrompt.mean(policy, prompt.s());
    double trainedRest = RandomPrompt.meanRest(policy, prompt.s());
    // The difference from whichever of the two has the digits.
    double back = m < 0.5 ? m - trained : trainedRest - rest;
    slacks.atMost(
        "3 B6 mirrored, " + who, BinaryKl.ofDeviation(trained, trainedRest, back), reverse);
    MirroredKlInverse inverse = MirroredKlInverse.of(m, rest, reverse);
    slacks.atMost("3 B6 mirrored: drop, " + who, -drift, inverse.maxDrop());
    slacks.atMost("3 B6 mirrored: rise, " + who, drift, inverse.maxRise());
  }

  private double totalVariation(double[] policy) {
    double sum = 0;
    for (int i = 0; i < policy.length; i++) {
      sum += Math.abs(policy[i] - prompt.q()[i]) / 2;
    }
    return sum;
  }

  /** Two prompts with weights: the mean of bounds is at most the bound of means. */
  void aggregate(double kl, SplittableRandom random) {
    double weight = random.nextDouble();
    double[] bases = {m, random.nextDouble()};
    double[] kls = {kl, RandomPrompt.logUniform(random, 1e-6, 10)};
    double[] weights = {weight, 1 - weight};
    AggregateKlBound of = AggregateKlBound.of(bases, kls, weights);
    AggregateKlBound mirrored = AggregateKlBound.mirrored(bases, kls, weights);
    slacks.atMost(
        "8.1 mirrored mean of bounds <= bound of means",
        mirrored.meanOfBounds(),
        mirrored.boundOfMeans());
    slacks.atMost("8.1 mean of bounds <= bound of means", of.meanOfBounds(), of.boundOfMeans());
    slacks.atMost("8.1 mean of bounds <= worst", of.meanOfBounds(), of.worstPrompt());
  }

  /** Completions as two tokens each: the KL is that of the first and the mean of the second's. */
  void chainRule() {
    double[] policy = prompt.pi();
    double[] q = prompt.q();
    double[] first = new double[2];
    double[] firstRef = new double[2];
    for (int i = 0; i < q.length; i++) {
      first[i % 2] += policy[i];
      firstRef[i % 2] += q[i];
    }
    double sum = FiniteKl.of(normalised(first), normalised(firstRef));
    for (int token = 0; token < 2; token++) {
      double[] second = new double[q.length];
      double[] secondRef = new double[q.length];
      for (int i = token; i < q.length; i += 2) {
        second[i] = policy[i] / first[token];
        secondRef[i] = q[i] / firstRef[token];
      }
      sum += first[token] * FiniteKl.of(normalised(second), normalised(secondRef));
    }
    slacks.equal("8.2 KL = sum over tokens", sum, FiniteKl.of(policy, q));
  }

  private static double[] normalised(double[] law) {
    double sum = 0;
    for (double each : law) {
      sum += each;
    }
    double[] scaled = law.clone();
    for (int i = 0; i < law.length; i++) {
      scaled[i] /= sum;
    }
    return scaled;
  }

  /**
   * Selection and within-class change add up; a ratio that depends on g alone has no second part.
   */
  void decomposition() {
    double[] success = new double[prompt.g().length];
    for (int i = 0; i < success.length; i++) {
      success[i] = prompt.g()[i] > 0.5 ? 1 : 0;
    }
    RewardLevels before = RewardLevels.of(prompt.q(), success, prompt.s());
    RewardLevels after = RewardLevels.of(prompt.pi(), success, prompt.s());
    if (before.rewards().length < 2 || after.rewards().length < 2) {
      return;
    }
    DriftDecomposition of =
        DriftDecomposition.of(
            Math.min(1, before.mass()[1]),
            before.safety()[1],
            before.safety()[0],
            Math.min(1, after.mass()[1]),
            after.safety()[1],
            after.safety()[0]);
    slacks.equal("8.7 drift = selection + within", of.drift(), after.mean() - before.mean());
    double[] moved = new double[success.length];
    for (int i = 0; i < moved.length; i++) {
      int level = success[i] > 0 ? 1 : 0;
      moved[i] = prompt.q()[i] * (after.mass()[level] / before.mass()[level]);
    }
    slacks.equal(
        "8.7 a ratio of g alone: only selection",
        RandomPrompt.mean(moved, prompt.s()) - before.mean(),
        of.selection());
  }
}
