package dev.belay.core.drift;

import dev.belay.core.stats.PairedDesign;
import java.util.Optional;

/**
 * What an allowed drop of safety asks of a run and of the test after it (drift specification §7).
 *
 * @param drop allowed
 * @param anyCoefficient the smallest KL coefficient whatever base safety is (§7.1)
 * @param coefficient the same for the base safety that is known
 * @param anyBudget the largest KL on the safety prompts whatever base safety is (§7.2), nats
 * @param budget the same for the base safety that is known
 * @param pairs prompts for Tango's test at the margin (§7.3)
 * @param pairsWithoutLoss prompts for the exact test if none is lost
 */
public record DropDesign(
    double drop,
    double anyCoefficient,
    Optional<Double> coefficient,
    double anyBudget,
    Optional<Double> budget,
    long pairs,
    long pairsWithoutLoss) {

  /**
   * From the numbers.
   *
   * @param drop allowed, in (0, 1)
   * @param base what is known of base safety
   * @param range of the reward, 0 or more
   * @param discordant share of prompts whose verdict differs between before and after, in [0, 1]
   * @param alpha one-sided level of the test
   * @param power of the test if nothing is lost in truth
   */
  public static DropDesign of(
      double drop,
      Optional<BaseSafety> base,
      double range,
      double discordant,
      double alpha,
      double power) {
    return new DropDesign(
        drop,
        CoefficientForDrift.anyBase(range, drop),
        base.map(known -> known.coefficient(range, drop)),
        KlBudget.ofAnyBase(drop),
        base.map(known -> known.budget(drop)),
        new PairedDesign(drop, 0, discordant, alpha, power).pairs(),
        PairedDesign.pairsWithoutLoss(drop, alpha));
  }
}
