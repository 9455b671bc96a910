package dev.belay.safety.design;

import dev.belay.core.stats.McNemarPower;
import dev.belay.core.stats.PairedDesign;
import java.util.OptionalLong;

/**
 * What a paired comparison of a suite can show, when so many prompts change.
 *
 * @param discordant the share of prompts whose verdict differs between before and after
 * @param smallestDrop the smallest fall of the rate that the exact test finds with the wanted
 *     power; 1 when none
 * @param smallestMargin the smallest margin that is proved with the wanted power when nothing is
 *     lost
 * @param promptsForMargin prompts that prove the wanted margin, with as many completions of each
 * @param samplesForMargin completions a prompt that prove it with the prompts there are; empty when
 *     no number does
 */
public record ChangeDesign(
    double discordant,
    double smallestDrop,
    double smallestMargin,
    long promptsForMargin,
    OptionalLong samplesForMargin) {

  static ChangeDesign of(int prompts, int samples, double icc, double discordant, Goal goal) {
    double share = varianceShare(samples, icc);
    double effective = prompts / share;
    int whole = (int) Math.max(1, Math.floor(effective + ROUNDING));
    double alpha = goal.alpha() / 2;
    double raw = new PairedDesign(goal.margin(), 0, discordant, alpha, goal.power()).rawPairs();
    return new ChangeDesign(
        discordant,
        new McNemarPower(whole, goal.alpha()).smallestDrop(discordant, goal.power()),
        PairedDesign.smallestMargin(effective, discordant, alpha, goal.power()),
        (long) Math.ceil(raw * share),
        samples(prompts / raw, icc));
  }

  private static final double ROUNDING = 1e-9;

  /** What averaging completions of a prompt leaves of the variance of one. */
  static double varianceShare(int samples, double icc) {
    return (1 + (samples - 1) * icc) / samples;
  }

  /** The completions that leave no more than this share of the variance. */
  private static OptionalLong samples(double share, double icc) {
    if (share >= 1) {
      return OptionalLong.of(1);
    }
    return share > icc
        ? OptionalLong.of((long) Math.ceil((1 - icc) / (share - icc) - ROUNDING))
        : OptionalLong.empty();
  }
}
