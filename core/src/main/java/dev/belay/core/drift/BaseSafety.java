package dev.belay.core.drift;

import dev.belay.core.stats.ClopperPearson;
import dev.belay.core.stats.Rate;
import java.util.OptionalLong;

/**
 * What is known of the base model's safety.
 *
 * @param value as measured, or as assumed
 * @param lower what it is at least: a one-sided exact limit if the prompts are known, else the
 *     value
 * @param prompts it was measured on; empty if it is taken as exact
 */
public record BaseSafety(double value, double lower, OptionalLong prompts) {

  /** Taken as exact. */
  public static BaseSafety exact(double value) {
    Require.section("7.2").probability("base safety", value);
    return new BaseSafety(value, value, OptionalLong.empty());
  }

  /**
   * Measured on prompts drawn at random from those asked about.
   *
   * @param value the share that was safe
   * @param prompts how many, 1 or more
   * @param confidence of the lower limit (Clopper and Pearson), in (0, 1)
   */
  public static BaseSafety measured(double value, long prompts, double confidence) {
    Require require = Require.section("7.2");
    require.probability("base safety", value);
    require.count("prompts", (double) prompts, 1);
    require.openUnit("confidence", confidence);
    Rate rate = new Rate(Math.round(value * prompts), prompts);
    return new BaseSafety(
        value,
        Math.min(value, ClopperPearson.lowerLimit(rate, confidence)),
        OptionalLong.of(prompts));
  }

  /**
   * The same for a share whose rise is bad, such as needless refusals: of what is not in it, which
   * falls where the share rises. Every bound of §3 on a rise is that on a drop of the complement.
   *
   * @param share as measured
   * @param prompts it was measured on; empty if it is exact
   */
  public static BaseSafety complementOf(double share, OptionalLong prompts, double confidence) {
    Require.section("7.2").probability("base safety", share);
    return prompts.isEmpty()
        ? exact(1 - share)
        : measured(1 - share, prompts.getAsLong(), confidence);
  }

  /** The smallest coefficient that holds a drop within eps (§7.1). */
  public double coefficient(double range, double eps) {
    return isExact()
        ? CoefficientForDrift.knownBase(value, range, eps)
        : WorstBase.coefficient(lower, range, eps);
  }

  /** The largest KL that holds a drop within eps, nats; infinite if none can exceed it (§7.2). */
  public double budget(double eps) {
    return isExact() ? KlBudget.of(value, eps).dropBudget() : WorstBase.budget(lower, eps);
  }

  /** B6: the largest drop that a KL allows. */
  double klInverse(double kl) {
    return isExact() ? KlInverse.of(value, kl).maxDrop() : WorstBase.drop(lower, kl);
  }

  /** B6 mirrored: the largest drop that a KL of the reference to the policy allows. */
  double mirroredKlInverse(double kl) {
    return isExact()
        ? MirroredKlInverse.of(value, kl).maxDrop()
        : WorstBase.mirroredDrop(lower, kl);
  }

  /** B7 with the largest variance of scores in [0, 1] that have such a mean. */
  double bernstein(double kl) {
    return isExact()
        ? VarianceBound.bernstein(value * (1 - value), value, kl)
        : WorstBase.bernstein(lower, kl);
  }

  /** B3: the largest drop of an optimum. */
  double logOdds(double range, double beta) {
    return isExact()
        ? LogOddsBound.of(value, range, beta).maxDrop()
        : WorstBase.logOdds(lower, range, beta);
  }

  /** B4: the largest drop of an optimum for a reward of 0 or 1. */
  double frechet(double success, double beta) {
    return isExact()
        ? FrechetBound.of(success, value, beta).maxDrop()
        : WorstBase.frechet(success, lower, beta);
  }

  private boolean isExact() {
    return prompts.isEmpty();
  }
}
