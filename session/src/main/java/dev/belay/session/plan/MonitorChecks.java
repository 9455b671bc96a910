package dev.belay.session.plan;

import dev.belay.core.data.OverlapCheck;
import dev.belay.core.data.Sample;
import dev.belay.core.error.IssueCollector;
import dev.belay.core.recipe.AnchorSpec;
import dev.belay.core.recipe.DpoSpec;
import dev.belay.core.recipe.MonitorSpec;
import dev.belay.core.recipe.RewardModelSpec;
import dev.belay.core.recipe.TrainSpec;
import java.util.Collection;
import java.util.Optional;

/**
 * Whether a monitor can say anything: its prompts are nobody else's, they are enough for its
 * margin, and its draws enough for an alarm.
 */
final class MonitorChecks {

  private final MonitorPlan monitor;
  private final MonitorSpec spec;
  private final IssueCollector issues;

  MonitorChecks(MonitorPlan monitor, IssueCollector issues) {
    this.monitor = monitor;
    this.spec = monitor.spec();
    this.issues = issues;
  }

  void check(
      TrainSpec train,
      TrainingPlan training,
      GuardsPlan guards,
      Optional<Validation> validation,
      SuitePlan suites) {
    checkApart(training.samples(), "training");
    guards.anchor().ifPresent(held -> checkApart(held.prompts(), "anchor"));
    guards.refusals().ifPresent(held -> checkApart(held.prompts(), "refusals"));
    guards.proximal().ifPresent(held -> checkApart(held.prompts(), "proximal"));
    validation.ifPresent(until -> checkApart(until.problems(), "validation"));
    checkApartFromMeasured(suites);
    checkSize();
    checkDraws(train, training.samples().size());
    checkAction(train);
  }

  /** What is trained on, or held, says nothing of the prompts that are not. */
  private void checkApart(Collection<? extends Sample> used, String use) {
    issues.check(
        MonitorPlanner.SUITE, () -> OverlapCheck.requireDisjoint(used, use, monitor.samples()));
  }

  /**
   * The monitor decides which weights the run leaves. On prompts that helped to choose them, they
   * look better than they are.
   */
  private void checkApartFromMeasured(SuitePlan suites) {
    issues.check(
        MonitorPlanner.SUITE,
        () -> OverlapCheck.requireDisjoint(monitor.samples(), "probe", suites.samples()));
  }

  private void checkSize() {
    int prompts = monitor.probe().selected().size();
    long needed = (long) Math.ceil(1 / spec.margin() - 1e-9);
    if (prompts < needed) {
      issues.add(
          MonitorPlanner.SUITE,
          "%d prompts are too few for a margin of %s: one of them is more than that. It needs at least %d; raise the limit, the margin, or name a larger suite."
              .formatted(prompts, spec.margin(), needed));
    }
  }

  private void checkDraws(TrainSpec train, int samples) {
    long steps =
        switch (train) {
          case TrainSpec.Sft sft ->
              Math.max(1, (long) Math.ceil(samples * sft.epochs() / sft.batchSize()));
          case TrainSpec.Rlvr rlvr -> rlvr.steps();
          case DpoSpec dpo -> dpo.mostSteps(samples);
          case RewardModelSpec model -> model.mostSteps(samples);
        };
    long draws = steps / spec.everySteps() * spec.prompts();
    long needed = spec.leastDrawsToAlarm();
    if (samples > 0 && draws < needed) {
      issues.add(
          MonitorPlanner.SECTION + ".prompts",
          "%d draws (%d in every %d of %d steps) can never sound the alarm: were the model to lose every one, it would take %d. Draw more, or more often."
              .formatted(draws, spec.prompts(), spec.everySteps(), steps, needed));
    }
  }

  private void checkAction(TrainSpec train) {
    int checkpoints = train.budget().checkpoints().everySteps();
    boolean meet = spec.everySteps() % checkpoints == 0 || checkpoints % spec.everySteps() == 0;
    if (spec.action() == MonitorSpec.Action.ROLLBACK && !meet) {
      issues.add(
          MonitorPlanner.SECTION + ".every_steps",
          "prompts are drawn every %d steps, and checkpoints saved every %d: a roll back needs checkpoints that were asked. Make one a multiple of the other."
              .formatted(spec.everySteps(), checkpoints));
    }
    if (spec.action() == MonitorSpec.Action.RAISE_ANCHOR) {
      checkRaise(train.guards().anchor());
    }
  }

  private void checkRaise(Optional<AnchorSpec> anchor) {
    if (anchor.isEmpty()) {
      issues.add(
          MonitorPlanner.SECTION + ".action",
          "raise-anchor has no anchor to raise: the recipe has no train.anchor. Add one, or choose"
              + " warn, stop or rollback.");
    } else if (anchor.get().strength() instanceof AnchorSpec.Price(double coef) && coef == 0) {
      issues.add(
          MonitorPlanner.SECTION + ".action",
          "raise-anchor multiplies train.anchor.coef, which is 0 and stays 0. Give a coefficient or"
              + " a budget, or choose warn, stop or rollback.");
    }
  }
}
