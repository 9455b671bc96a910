package dev.belay.core.advantage;

/**
 * Reward and cost as one advantage, by a multiplier l that keeps the mean cost to a limit (Safe
 * RLHF, arXiv 2310.12773, §3.3): {@code A = (A_R − l·A_C) / (1 + l)}, and after a step {@code ln l
 * ← ln l + η·l·J_C} with {@code J_C} the mean cost less the limit.
 *
 * <p>The exponent has l in it, so a cost that stays above the limit would make l infinite after
 * finitely many steps; {@code most} bounds it. Likewise one far below it may round l to 0, which no
 * later cost moves; {@link #LEAST} bounds that, or the first l where it is smaller.
 *
 * @param limit mean cost to keep to
 * @param eta η, above 0
 * @param initial l of the first step, above 0
 * @param most largest l
 */
public record SafetyConstraint(double limit, double eta, double initial, double most) {

  /** Smallest l: a hundredth of the task's weight. */
  public static final double LEAST = 0.01;

  public SafetyConstraint {
    if (!(eta > 0) || !(initial > 0) || !(most >= initial) || !Double.isFinite(limit)) {
      throw new IllegalArgumentException(
          "limit %s, eta %s, initial %s and most %s".formatted(limit, eta, initial, most));
    }
  }

  /** The advantage of reward and cost together, under a multiplier. */
  public static double combined(double multiplier, double ofReward, double ofCost) {
    return (ofReward - multiplier * ofCost) / (1 + multiplier);
  }

  /** The multiplier after a step whose completions cost so much on average. */
  public double next(double multiplier, double meanCost) {
    double moved = multiplier * Math.exp(eta * multiplier * (meanCost - limit));
    return Math.clamp(moved, Math.min(LEAST, initial), most);
  }
}
