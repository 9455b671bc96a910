package dev.belay.session.plan;

import java.util.Optional;

/**
 * What holds safety during training, found, read and checked.
 *
 * @param anchor prompts on which the policy is held
 * @param refusals prompts whose refusals and answers are gone over again
 * @param monitor what is asked during training
 * @param secondMeasure on what the task is measured a second time
 * @param proximal where the weights are pulled to
 */
public record GuardsPlan(
    Optional<AnchorPlan> anchor,
    Optional<RefusalsPlan> refusals,
    Optional<MonitorPlan> monitor,
    Optional<SecondMeasurePlan> secondMeasure,
    Optional<ProximalPlan> proximal) {

  /** Nothing is held. */
  public static final GuardsPlan NONE =
      new GuardsPlan(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
