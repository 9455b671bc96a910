package dev.belay.train.experiment;

import dev.belay.core.data.Problem;
import dev.belay.core.model.Sampling;
import dev.belay.core.model.Seeds;
import dev.belay.core.recipe.CriticSpec;
import dev.belay.core.recipe.OptimizerSpec;
import dev.belay.core.recipe.SafetyRewardSpec;
import dev.belay.core.recipe.SignalSpec.DifficultySpec;
import dev.belay.core.recipe.TrainSpec;
import dev.belay.core.run.Progress;
import dev.belay.core.run.RunDirectory;
import dev.belay.core.verify.Verifier;
import dev.belay.session.model.ModelSession;
import dev.belay.session.plan.SafetyRewardPlan;
import dev.belay.session.plan.TrainingPlan;
import dev.belay.torch.learner.Backend;
import dev.belay.torch.learner.Learner;
import dev.belay.torch.learner.LearnerSpec;
import dev.belay.torch.learner.MovableReference;
import dev.belay.torch.learner.Reference;
import dev.belay.torch.model.RewardModel;
import dev.belay.torch.model.WeightSource;
import dev.belay.train.method.RlvrMethod;
import dev.belay.train.method.TrainingMethod;
import dev.belay.train.signal.DifficultyReport;
import dev.belay.train.signal.PassRate;
import dev.belay.train.signal.PassRates;
import dev.belay.train.signal.PromptPlaces;
import dev.belay.train.step.Critic;
import dev.belay.train.step.EpochOrder;
import dev.belay.train.step.GreedyScores;
import dev.belay.train.step.MixedOrder;
import dev.belay.train.step.Policy;
import dev.belay.train.step.PromptOrder;
import dev.belay.train.step.RewardModels;
import dev.belay.train.step.RewardStep;
import dev.belay.train.step.RolloutCollection;
import dev.belay.train.step.RolloutStep;
import dev.belay.train.step.RolloutUpdates;
import dev.belay.train.step.SafetyMultiplier;
import dev.belay.train.step.TaskKl;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Builds reinforcement learning on problems. */
final class RlvrBuilder implements MethodBuilder {

  private final TrainSpec.Rlvr spec;
  private final TrainingPlan.Rlvr planned;
  private final long seed;
  private final RunDirectory run;
  private final ModelSession session;
  private final RewardModels rewardModels;
  private final Backend backend;
  private @Nullable LearnerSpec learnerSpec;
  private @Nullable Critic critic;
  private @Nullable RewardModel criticStart;
  private final Progress progress;
  private final Supplier<MovableReference> movable;

  /**
   * A builder.
   *
   * @param movable gives a reference that can follow the policy; the caller closes it
   */
  RlvrBuilder(
      TrainSpec.Rlvr spec,
      TrainingPlan.Rlvr planned,
      long seed,
      RunDirectory run,
      ModelSession session,
      Progress progress,
      Supplier<MovableReference> movable,
      Backend backend) {
    this.spec = spec;
    this.planned = planned;
    this.seed = seed;
    this.run = run;
    this.session = session;
    this.backend = backend;
    this.rewardModels = new RewardModels(backend, session.type());
    this.progress = progress;
    this.movable = movable;
  }

  @Override
  public long updates() {
    return (long) spec.steps() * spec.rollout().updates();
  }

  @Override
  public double temperature() {
    return spec.rollout().temperature();
  }

  /** {@inheritDoc} What the policy is trained like, the critic is too. */
  @Override
  public Learner learner(Backend of, WeightSource model, LearnerSpec learner) {
    learnerSpec = learner;
    return MethodBuilder.super.learner(of, model, learner);
  }

  @Override
  public TrainingMethod build(Policy policy, Supplier<Reference> reference) {
    RewardStep ofTask = rewardModels.reward(spec, planned.rewardModels());
    RewardStep rewardStep = planned.safety().isPresent() ? ofTask.withSafety() : ofTask;
    RolloutCollection collection =
        RolloutCollection.of(
            spec,
            rolloutStep(spec.rollout().sampling(), spec.rollout().groupSize(), seed),
            rewardStep,
            order(rewardStep),
            spec.signal().difficulty().isPresent() ? _ -> {} : progress::warn);
    RlvrMethod method =
        new RlvrMethod(
            spec,
            policy,
            session.engine()::reload,
            collection,
            rewardStep,
            greedy(rewardStep),
            new RolloutUpdates(spec, policy, new TaskKl(spec.kl(), reference.get(), movable), seed),
            run::rollout);
    spec.critic().map(asked -> critic(asked, policy)).ifPresent(method::add);
    spec.safetyReward()
        .flatMap(SafetyRewardSpec::constraint)
        .map(SafetyMultiplier::new)
        .ifPresent(method::add);
    return method;
  }

  private Critic critic(CriticSpec asked, Policy policy) {
    OptimizerSpec optimizer = asked.optimizer(spec.optimizer());
    LearnerSpec learner = Objects.requireNonNull(learnerSpec, "the learner comes first");
    Critic made =
        new Critic(
            backend.critic(
                criticStart(),
                new LearnerSpec(learner.type(), 1, learner.optimizer(), 0, learner.adapter())),
            policy,
            new Critic.Setting(
                asked, optimizer.rates(updates()), optimizer.clipNorm(), spec.rollout().epochs()));
    critic = made;
    return made;
  }

  /** Stays open: where an adapter alone is trained, these weights are read as it trains. */
  private WeightSource criticStart() {
    if (planned.critic().isEmpty()) {
      return session.model();
    }
    RewardModel opened = RewardModel.open(planned.critic().get().directory());
    criticStart = opened;
    return opened;
  }

  private RolloutStep rolloutStep(Sampling sampling, int completions, long ofRollouts) {
    return new RolloutStep(
        session.engine(), session.prompts(), verifiers(), sampling, completions, ofRollouts);
  }

  /** Those of the task, and that of requests in between. */
  private List<Verifier> verifiers() {
    List<Verifier> verifiers = new ArrayList<>(planned.verifiers());
    planned.safety().map(SafetyRewardPlan::verifier).ifPresent(verifiers::add);
    return List.copyOf(verifiers);
  }

  private PromptOrder<Problem> order(RewardStep rewardStep) {
    EpochOrder<Problem> task = ofTask(rewardStep);
    int window = spec.rollout().promptsPerStep();
    return planned
        .safety()
        .<PromptOrder<Problem>>map(
            safety ->
                new MixedOrder<>(
                    new EpochOrder<>(safety.requests(), Seeds.derive(seed, "requests")),
                    spec.safetyReward().orElseThrow().promptsOf(window),
                    task,
                    window))
        .orElse(task);
  }

  /** As the data have them, or by what the model can do before training. */
  private EpochOrder<Problem> ofTask(RewardStep rewardStep) {
    long ofOrder = Seeds.derive(seed, "prompts");
    return spec.signal()
        .difficulty()
        .map(difficulty -> placed(difficulty, rewardStep))
        .map(places -> new EpochOrder<>(places.first(), places.last(), ofOrder))
        .orElseGet(() -> new EpochOrder<>(planned.problems(), ofOrder));
  }

  private PromptPlaces placed(DifficultySpec difficulty, RewardStep rewardStep) {
    double best = spec.reward().stream().mapToDouble(term -> Math.max(0, term.weight())).sum();
    List<PassRate> rates =
        new PassRates(
                run.passRates(),
                rolloutStep(
                    spec.rollout().sampling(),
                    difficulty.completions(),
                    Seeds.derive(seed, "pass-rates")),
                rewardStep,
                best,
                spec.truncation().handling())
            .of(planned.problems(), progress);
    DifficultyReport report = new DifficultyReport(rates, spec, difficulty, seed);
    report.lines().forEach(progress::note);
    report.warning().ifPresent(progress::warn);
    return PromptPlaces.of(planned.problems(), rates, difficulty, spec.rollout().promptsPerStep());
  }

  private @Nullable GreedyScores greedy(RewardStep rewardStep) {
    if (!spec.algorithm().advantage().needsGreedy()) {
      return null;
    }
    Sampling greedy = Sampling.greedy(spec.rollout().maxCompletionTokens());
    return new GreedyScores(rolloutStep(greedy, 1, seed), rewardStep);
  }

  @Override
  public void close() {
    rewardModels.close();
    if (critic != null) {
      critic.close();
    }
    if (criticStart != null) {
      criticStart.close();
    }
  }
}
