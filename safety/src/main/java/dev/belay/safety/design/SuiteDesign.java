package dev.belay.safety.design;

import dev.belay.core.stats.ClusteredRate;
import dev.belay.core.stats.Interval;
import dev.belay.safety.attack.AttackKind;
import dev.belay.safety.eval.PlannedSuite;
import dev.belay.safety.eval.SuiteInfo;
import java.util.List;

/**
 * What one suite can show, and its cost.
 *
 * @param info the suite
 * @param prompts how many there are
 * @param samples completions of each that count on their own: one where an attack of several
 *     queries counts prompts
 * @param assumed what is taken for true
 * @param changes what its paired comparison can show, one for each assumed share of changed prompts
 * @param cost tokens and time
 */
public record SuiteDesign(
    SuiteInfo info,
    int prompts,
    int samples,
    Assumptions assumed,
    List<ChangeDesign> changes,
    Cost cost) {

  public SuiteDesign {
    changes = List.copyOf(changes);
  }

  /**
   * The design of a suite.
   *
   * @param past what an earlier evaluation says of the suite
   * @param speed given by the user; goes before what the earlier evaluation had
   */
  static SuiteDesign of(PlannedSuite planned, int samples, PastSuite past, Goal goal, Speed speed) {
    int prompts = planned.selected().size();
    Assumptions assumed = past.assumptions();
    SuiteInfo info = planned.suite().info();
    int counted = info.attackKind() == AttackKind.ANY_QUERY ? 1 : samples;
    return new SuiteDesign(
        info,
        prompts,
        counted,
        assumed,
        prompts == 0
            ? List.of()
            : assumed.discordants().stream()
                .map(share -> ChangeDesign.of(prompts, counted, assumed.icc(), share, goal))
                .toList(),
        Cost.of(planned, samples, past.tokensPerCompletion(), speed.or(past.tokensPerSecond())));
  }

  /** How many independent completions these are worth. */
  public double effective() {
    return prompts / ChangeDesign.varianceShare(samples, assumed.icc());
  }

  /** Half of the width of the rate's interval, if the rate is as assumed. */
  public double halfWidth(Goal goal) {
    Interval interval = new ClusteredRate(assumed.rate(), effective()).interval(goal.confidence());
    return interval.width() / 2;
  }
}
