package dev.belay.session.plan;

import dev.belay.core.recipe.DpoSpec;
import dev.belay.core.recipe.Recipe;
import dev.belay.core.recipe.ReferenceSpec;
import dev.belay.core.recipe.TrainSpec;
import dev.belay.session.model.JudgeSession;
import dev.belay.session.model.ModelSession;
import dev.belay.torch.model.DecoderConfig;
import dev.belay.torch.model.MemoryNeed;
import dev.belay.torch.tensor.ComputeType;
import java.util.List;
import java.util.Optional;

/** Adds up the memory that a recipe takes: all that stands beside one another at its worst. */
final class MemoryPlanner {

  private static final MemoryNeed NOTHING = new MemoryNeed("nothing", List.of());

  private final Recipe recipe;
  private final SuitePlan suites;
  private final GuardsPlan guards;
  private final Optional<TrainingPlan.Rlvr> rlvr;
  private final MemoryNeed judges;
  private final MemoryNeed measuring;
  private final DecoderConfig config;
  private final ComputeType type;

  /**
   * A planner for one model.
   *
   * @param session whose model is opened; no weight of it is read
   * @param plan what is trained on, with its reward models
   * @param judges with the models that judge, opened alike
   */
  MemoryPlanner(
      Recipe recipe,
      ModelSession session,
      SuitePlan suites,
      GuardsPlan guards,
      Optional<TrainingPlan> plan,
      JudgeSession judges) {
    this.recipe = recipe;
    this.suites = suites;
    this.guards = guards;
    this.rlvr = plan.filter(TrainingPlan.Rlvr.class::isInstance).map(TrainingPlan.Rlvr.class::cast);
    this.judges = judges.memoryNeeds().stream().reduce(NOTHING, MemoryPlanner::and);
    this.measuring = suites.memoryNeed(session);
    this.config = session.model().config();
    this.type = session.type();
  }

  /** An engine stands beside the trainer, and judges and reward models beside both. */
  MemoryNeed need() {
    long tokens = recipe.train().map(train -> train.budget().microBatchTokens()).orElse(1);
    MemoryNeed all = with(tokens);
    List<PlannedRewardModel> models = rlvr.map(TrainingPlan.Rlvr::rewardModels).orElse(List.of());
    for (PlannedRewardModel model : models) {
      all = all.and(MemoryNeed.rewardModel(model.config(), type, tokens));
    }
    return all;
  }

  /** With the smallest micro-batch, and without reward models. */
  MemoryNeed least() {
    return with(1);
  }

  private MemoryNeed with(long microBatchTokens) {
    MemoryNeed engines = and(measuring, judges);
    return recipe
        .train()
        .map(train -> training(train, microBatchTokens).or(drift()).and(engines))
        .orElse(engines);
  }

  /** Comparing the weights comes after training, when the trainer's memory is free again. */
  private MemoryNeed drift() {
    return DriftPlan.of(recipe, suites).isEmpty()
        ? NOTHING
        : MemoryNeed.scoring(config, type, DriftPlan.TOKENS_PER_PASS);
  }

  private MemoryNeed training(TrainSpec train, long microBatchTokens) {
    Optional<Long> adapter = adapter(train, config);
    MemoryNeed need =
        adapter
            .map(size -> MemoryNeed.adapter(config, type, size, microBatchTokens))
            .orElseGet(() -> MemoryNeed.training(config, type, microBatchTokens));
    if (train.optimizer().emaDecay() > 0) {
      need =
          need.and(
              adapter
                  .map(MemoryNeed::weightAverage)
                  .orElseGet(() -> MemoryNeed.weightAverage(config)));
    }
    if (guards.proximal().isPresent()) {
      need = need.and(guards.proximal().get().need(config, adapter));
    }
    if (train instanceof TrainSpec.Rlvr spec) {
      need = and(need, ofRlvr(spec, microBatchTokens));
    }
    if (guards.anchor().isPresent()) {
      return need.and(guards.anchor().get().need(config, type, microBatchTokens));
    }
    return adapter.isEmpty() && comparesWithStart(train)
        ? need.and(MemoryNeed.reference(config, type))
        : need;
  }

  /** How many numbers an adapter beside such a model has; empty where all of it is trained. */
  private Optional<Long> adapter(TrainSpec train, DecoderConfig model) {
    return train
        .setup()
        .lora()
        .map(lora -> AdapterSettings.of(lora, recipe.seed()).parameters(model));
  }

  private MemoryNeed ofRlvr(TrainSpec.Rlvr spec, long microBatchTokens) {
    MemoryNeed need = NOTHING;
    if (!(spec.kl().reference() instanceof ReferenceSpec.Fixed)) {
      need = and(need, MemoryNeed.movableReference(config, type));
    }
    if (spec.critic().isEmpty()) {
      return need;
    }
    DecoderConfig critic =
        rlvr.flatMap(TrainingPlan.Rlvr::critic).map(PlannedRewardModel::config).orElse(config);
    return and(need, MemoryNeed.critic(critic, type, adapter(spec, critic), microBatchTokens));
  }

  /**
   * Whether the weights from before training are held beside those that train; an adapter's
   * reference are its own frozen weights, and an anchor counts the weights itself.
   */
  private static boolean comparesWithStart(TrainSpec train) {
    return train instanceof TrainSpec.Rlvr || train instanceof DpoSpec;
  }

  private static MemoryNeed and(MemoryNeed one, MemoryNeed other) {
    return one.parts().isEmpty() ? other : other.parts().isEmpty() ? one : one.and(other);
  }
}
