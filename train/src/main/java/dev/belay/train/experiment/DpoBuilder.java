package dev.belay.train.experiment;

import dev.belay.core.model.Seeds;
import dev.belay.core.recipe.DpoSpec;
import dev.belay.core.run.Progress;
import dev.belay.core.run.RunDirectory;
import dev.belay.session.model.ModelSession;
import dev.belay.session.plan.PreferencePlan;
import dev.belay.torch.learner.Reference;
import dev.belay.train.method.StepObserver;
import dev.belay.train.method.TrainingMethod;
import dev.belay.train.preference.DpoMethod;
import dev.belay.train.preference.DpoSettings;
import dev.belay.train.preference.HeldOutPairs;
import dev.belay.train.preference.PairData;
import dev.belay.train.step.EpochOrder;
import dev.belay.train.step.Policy;
import java.util.List;
import java.util.function.Supplier;

/** Builds direct preference optimisation. */
final class DpoBuilder implements MethodBuilder {

  private final DpoSpec spec;
  private final long seed;
  private final PairData pairs;
  private final DpoSettings settings;

  /** A builder; has the model complete the problems that pairs are made from, before it trains. */
  DpoBuilder(
      DpoSpec spec,
      PreferencePlan planned,
      long seed,
      RunDirectory run,
      ModelSession session,
      Progress progress) {
    this.spec = spec;
    this.seed = seed;
    this.pairs = PairData.of(planned, spec.pairs(), spec.heldOut(), seed, run, session, progress);
    this.settings =
        new DpoSettings(spec.loss(), spec.lengthNormalized(), spec.budget().microBatchTokens());
  }

  @Override
  public long updates() {
    return spec.steps(pairs.training().size());
  }

  @Override
  public TrainingMethod build(Policy policy, Supplier<Reference> reference) {
    return new DpoMethod(
        policy,
        reference.get(),
        new EpochOrder<>(pairs.training(), Seeds.derive(seed, "pair order")),
        spec.batchSize(),
        updates(),
        settings);
  }

  @Override
  public List<StepObserver> observers(Policy policy, Supplier<Reference> reference) {
    return spec.heldOut().stream()
        .<StepObserver>map(
            held ->
                new HeldOutPairs(
                    policy, pairs.heldOut(), reference.get(), settings, held.everySteps()))
        .toList();
  }
}
