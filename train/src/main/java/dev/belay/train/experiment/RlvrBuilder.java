package dev.belay.train.experiment;

import dev.belay.core.model.Sampling;
import dev.belay.core.model.Seeds;
import dev.belay.core.recipe.TrainSpec;
import dev.belay.core.run.Progress;
import dev.belay.core.run.RunDirectory;
import dev.belay.session.model.ModelSession;
import dev.belay.session.plan.TrainingPlan;
import dev.belay.torch.learner.Reference;
import dev.belay.train.method.RlvrMethod;
import dev.belay.train.method.TrainingMethod;
import dev.belay.train.step.EpochOrder;
import dev.belay.train.step.GreedyScores;
import dev.belay.train.step.Policy;
import dev.belay.train.step.RewardStep;
import dev.belay.train.step.RolloutCollection;
import dev.belay.train.step.RolloutStep;
import dev.belay.train.step.RolloutUpdates;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Builds reinforcement learning on problems. */
final class RlvrBuilder implements MethodBuilder {

  private final TrainSpec.Rlvr spec;
  private final TrainingPlan.Rlvr planned;
  private final long seed;
  private final RunDirectory run;
  private final ModelSession session;
  private final Progress progress;

  RlvrBuilder(
      TrainSpec.Rlvr spec,
      TrainingPlan.Rlvr planned,
      long seed,
      RunDirectory run,
      ModelSession session,
      Progress progress) {
    this.spec = spec;
    this.planned = planned;
    this.seed = seed;
    this.run = run;
    this.session = session;
    this.progress = progress;
  }

  @Override
  public long updates() {
    return (long) spec.steps() * spec.rollout().updates();
  }

  @Override
  public double temperature() {
    return spec.rollout().temperature();
  }

  @Override
  public TrainingMethod build(Policy policy, Supplier<Reference> reference) {
    RolloutStep rolloutStep = rolloutStep(spec.rollout().sampling(), spec.rollout().groupSize());
    RewardStep rewardStep = RewardStep.of(spec);
    RolloutCollection collection =
        RolloutCollection.of(
            spec,
            rolloutStep,
            rewardStep,
            new EpochOrder<>(planned.problems(), Seeds.derive(seed, "prompts")),
            progress::note);
    return new RlvrMethod(
        spec,
        policy,
        session.engine()::reload,
        collection,
        rewardStep,
        greedy(rewardStep),
        new RolloutUpdates(spec, policy, reference.get(), seed),
        run::rollout);
  }

  private RolloutStep rolloutStep(Sampling sampling, int groupSize) {
    return new RolloutStep(
        session.engine(), session.prompts(), planned.verifiers(), sampling, groupSize, seed);
  }

  private @Nullable GreedyScores greedy(RewardStep rewardStep) {
    if (!spec.algorithm().advantage().needsGreedy()) {
      return null;
    }
    Sampling greedy = Sampling.greedy(spec.rollout().maxCompletionTokens());
    return new GreedyScores(rolloutStep(greedy, 1), rewardStep);
  }
}
