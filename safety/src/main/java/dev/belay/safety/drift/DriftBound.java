package dev.belay.safety.drift;

import dev.belay.core.drift.AggregateKlBound;
import dev.belay.core.drift.KlInverse;
import dev.belay.core.drift.MirroredKlInverse;
import java.util.Arrays;

/**
 * By how much the share of good completions can have fallen at most, from the KL and the base's own
 * share: kl-inverse (drift specification §3 B6, §8.1). It needs no judge of the trained model.
 * Mirrored it is from the KL the other way, which the base's own completions estimate.
 *
 * @param meanOfBounds mean over prompts of each prompt's bound, estimates plugged in; with few
 *     completions a prompt it comes out too small, since the bound is concave
 * @param boundOfMeans from the mean share and the mean KL, estimates plugged in
 * @param worstPrompt the largest of a prompt, estimates plugged in
 * @param atLimits the certificate: the KL at its upper limit, the base's share wherever in its
 *     interval the bound is largest; each limit with half of the error
 * @param klLimit that upper limit of the KL
 * @param baseAtLimit the base's share at which it is largest
 * @param vacuous whether it says no more than that a share cannot fall below 0
 */
public record DriftBound(
    double meanOfBounds,
    double boundOfMeans,
    double worstPrompt,
    double atLimits,
    double klLimit,
    double baseAtLimit,
    boolean vacuous) {

  private static final int HALVINGS = 100;

  /** The largest fall by base share and KL. */
  private interface Fall {
    double of(double base, double kl);
  }

  /**
   * Bounds from KL(trained ‖ base).
   *
   * @param shares of each prompt under the base, shape {@code [prompts]}
   * @param kls of each prompt, 0 or more, shape {@code [prompts]}
   * @param kl over all prompts
   * @param safety whose limits of the base's share are taken
   */
  static DriftBound of(double[] shares, double[] kls, KlEstimate kl, SampledSafety safety) {
    return of(AggregateKlBound.of(shares, kls, equal(shares.length)), kl, safety, DriftBound::drop);
  }

  /** Bounds from KL(base ‖ trained), likewise. */
  static DriftBound mirrored(double[] shares, double[] kls, KlEstimate kl, SampledSafety safety) {
    return of(
        AggregateKlBound.mirrored(shares, kls, equal(shares.length)),
        kl,
        safety,
        (base, nats) -> MirroredKlInverse.of(base, nats).maxDrop());
  }

  private static DriftBound of(
      AggregateKlBound bounds, KlEstimate kl, SampledSafety safety, Fall fall) {
    double worstBase = worstBase(safety.baseLow(), safety.baseHigh(), kl.high(), fall);
    double atLimits = fall.of(worstBase, kl.high());
    return new DriftBound(
        bounds.meanOfBounds(),
        bounds.boundOfMeans(),
        bounds.worstPrompt(),
        atLimits,
        kl.high(),
        worstBase,
        atLimits >= worstBase);
  }

  private static double[] equal(int prompts) {
    double[] weights = new double[prompts];
    Arrays.fill(weights, 1.0 / prompts);
    return weights;
  }

  /** The bound is concave in the base's share: thirds that cannot hold the largest are cut. */
  private static double worstBase(double low, double high, double kl, Fall fall) {
    double from = low;
    double to = high;
    for (int i = 0; i < HALVINGS; i++) {
      double third = (to - from) / 3;
      if (fall.of(from + third, kl) < fall.of(to - third, kl)) {
        from += third;
      } else {
        to -= third;
      }
    }
    double middle = (from + to) / 2;
    double ends = fall.of(low, kl) >= fall.of(high, kl) ? low : high;
    return fall.of(ends, kl) >= fall.of(middle, kl) ? ends : middle;
  }

  static double drop(double base, double kl) {
    return KlInverse.of(base, kl).maxDrop();
  }
}
