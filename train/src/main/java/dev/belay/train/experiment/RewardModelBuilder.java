package dev.belay.train.experiment;

import dev.belay.core.model.Seeds;
import dev.belay.core.recipe.RewardModelSpec;
import dev.belay.core.run.Progress;
import dev.belay.core.run.RunDirectory;
import dev.belay.session.model.ModelSession;
import dev.belay.session.plan.PreferencePlan;
import dev.belay.torch.learner.Backend;
import dev.belay.torch.learner.Learner;
import dev.belay.torch.learner.LearnerSpec;
import dev.belay.torch.learner.Reference;
import dev.belay.torch.model.WeightSource;
import dev.belay.train.method.StepObserver;
import dev.belay.train.method.TrainingMethod;
import dev.belay.train.preference.HeldOutRewards;
import dev.belay.train.preference.PairData;
import dev.belay.train.preference.RewardModelMethod;
import dev.belay.train.step.EpochOrder;
import dev.belay.train.step.Policy;
import java.util.List;
import java.util.function.Supplier;

/** Builds a reward model: the model before training with a scalar head that begins at 0. */
final class RewardModelBuilder implements MethodBuilder {

  private final RewardModelSpec spec;
  private final long seed;
  private final RunDirectory run;
  private final PairData pairs;

  /** A builder; has the model complete the problems that pairs are made from, before it trains. */
  RewardModelBuilder(
      RewardModelSpec spec,
      PreferencePlan planned,
      long seed,
      RunDirectory run,
      ModelSession session,
      Progress progress) {
    this.spec = spec;
    this.seed = seed;
    this.run = run;
    this.pairs = PairData.of(planned, spec.pairs(), spec.heldOut(), seed, run, session, progress);
  }

  @Override
  public long updates() {
    return spec.steps(pairs.training().size());
  }

  @Override
  public Learner learner(Backend backend, WeightSource model, LearnerSpec learner) {
    return backend.critic(model, learner);
  }

  @Override
  public TrainingMethod build(Policy policy, Supplier<Reference> reference) {
    return new RewardModelMethod(
        policy,
        new EpochOrder<>(pairs.training(), Seeds.derive(seed, "pair order")),
        spec,
        updates());
  }

  @Override
  public List<StepObserver> observers(Policy policy, Supplier<Reference> reference) {
    return spec.heldOut().stream()
        .<StepObserver>map(
            held ->
                new HeldOutRewards(
                    policy,
                    pairs.heldOut(),
                    spec.budget().microBatchTokens(),
                    held.everySteps(),
                    run.root().resolve("reward-model.json")))
        .toList();
  }
}
