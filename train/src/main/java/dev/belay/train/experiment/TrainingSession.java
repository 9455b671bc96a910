package dev.belay.train.experiment;

import dev.belay.core.error.BadInputException;
import dev.belay.core.objective.Divergence;
import dev.belay.core.recipe.CheckpointSpec;
import dev.belay.core.recipe.DpoSpec;
import dev.belay.core.recipe.OptimizerSpec;
import dev.belay.core.recipe.Recipe;
import dev.belay.core.recipe.RefusalsSpec;
import dev.belay.core.recipe.RewardModelSpec;
import dev.belay.core.recipe.SignalSpec.TaskRefusals;
import dev.belay.core.recipe.TrainSpec;
import dev.belay.core.run.JsonLines;
import dev.belay.core.run.Progress;
import dev.belay.core.run.RunDirectory;
import dev.belay.core.run.RunWarnings;
import dev.belay.core.run.Stateful;
import dev.belay.session.model.ModelSession;
import dev.belay.session.plan.AdapterSettings;
import dev.belay.session.plan.AnchorPlan;
import dev.belay.session.plan.ExperimentPlan;
import dev.belay.session.plan.MonitorPlan;
import dev.belay.session.plan.PreferencePlan;
import dev.belay.session.plan.ProximalPlan;
import dev.belay.session.plan.RefusalsPlan;
import dev.belay.session.plan.SecondMeasurePlan;
import dev.belay.session.plan.TrainingPlan;
import dev.belay.torch.learner.Backend;
import dev.belay.torch.learner.CpuBackend;
import dev.belay.torch.learner.LearnerSpec;
import dev.belay.torch.learner.MovableReference;
import dev.belay.torch.learner.Reference;
import dev.belay.torch.optim.AdamW;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.train.anchor.Anchor;
import dev.belay.train.method.AccuracyRule;
import dev.belay.train.method.Checkpoints;
import dev.belay.train.method.SecondMeasure;
import dev.belay.train.method.ShownSamples;
import dev.belay.train.method.StepObserver;
import dev.belay.train.method.StepWarnings;
import dev.belay.train.method.StopRequest;
import dev.belay.train.method.TrainingLoop;
import dev.belay.train.method.TrainingMethod;
import dev.belay.train.monitor.AnchorControl;
import dev.belay.train.monitor.Monitor;
import dev.belay.train.monitor.MonitorOutcome;
import dev.belay.train.proximal.Proximal;
import dev.belay.train.refusals.RefusalLog;
import dev.belay.train.refusals.RefusalTerm;
import dev.belay.train.step.Policy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The training part of an experiment: builds the method that the recipe asks for and runs it. */
final class TrainingSession implements AutoCloseable {

  private final RunDirectory run;
  private final ExperimentPlan plan;
  private final Recipe recipe;
  private final ModelSession session;
  private final Progress progress;
  private final MeasureOptions options;
  private final MethodBuilder builder;
  private final Backend backend = new CpuBackend();
  private final Policy policy;
  private final Optional<Monitor> monitor;
  private final RunWarnings warnings;
  private @Nullable Reference reference;
  private @Nullable MovableReference movable;
  private @Nullable Checkpoints saved;
  private Optional<Anchor> anchor = Optional.empty();

  TrainingSession(
      RunDirectory run,
      ExperimentPlan plan,
      ModelSession session,
      Progress progress,
      MeasureOptions options) {
    this.options = options;
    this.run = run;
    this.plan = plan;
    this.recipe = plan.recipe();
    this.session = session;
    this.warnings = new RunWarnings(run.warnings(), progress);
    this.progress = warnings.keeping();
    this.builder = builder();
    this.policy = policy();
    this.monitor = plan.guards().monitor().map(this::monitor);
  }

  private TrainSpec train() {
    return recipe.train().orElseThrow(() -> new IllegalStateException("the recipe does not train"));
  }

  /** Metrics that would be warned of, were it not that the recipe sees to what they count. */
  private static Set<String> handled(TrainSpec train) {
    return train instanceof TrainSpec.Rlvr rlvr && rlvr.signal().taskRefusals() == TaskRefusals.MASK
        ? Set.of("refused_share")
        : Set.of();
  }

  /** Trains, or goes on training; returns the last step. */
  long run(StopRequest stop) {
    TrainSpec.BudgetSpec budget = train().budget();
    TrainingMethod method = builder.build(policy, this::reference);
    anchor = plan.guards().anchor().map(planned -> anchor(planned));
    List<Stateful> states = new ArrayList<>(method.state());
    List<StepObserver> observers = new ArrayList<>(builder.observers(policy, this::reference));
    anchor.ifPresent(
        held -> {
          states.addAll(held.state());
          observers.addAll(held.observers());
        });
    plan.guards().refusals().flatMap(this::refusals).ifPresent(observers::add);
    budget.until().map(this::accuracyRule).ifPresent(observers::add);
    plan.guards()
        .secondMeasure()
        .map(second -> secondMeasure(second, method.steps()))
        .ifPresent(
            second -> {
              states.add(second);
              observers.add(second);
            });
    observers.add(
        new StepWarnings(warnings, () -> JsonLines.readWhole(run.metrics()), handled(train())));
    if (progress.samplesEverySteps() > 0) {
      observers.add(new ShownSamples(run, progress));
    }
    policy.beforeChange(stop::changing);
    monitor.ifPresent(states::add);
    Checkpoints checkpoints =
        new Checkpoints(
            run,
            states,
            budget.checkpoints().keep(),
            () -> monitor.map(Monitor::keptSteps).orElse(Set.of()));
    saved = checkpoints;
    requireModelOrState(checkpoints);
    if (!checkpoints.isReleased()) {
      plan.guards().proximal().map(this::proximal).ifPresent(observers::add);
    }
    if (monitor.filter(watching -> !watching.keptSteps().isEmpty()).isPresent()) {
      checkpoints.saveStart();
    }
    monitor.ifPresent(observers::add);
    if (options.atCheckpoints()) {
      observers.add(
          new CheckpointPoints(run, recipe, plan.suites().planned(), session, policy, progress));
    }
    long last =
        new TrainingLoop(run, method, checkpoints, budget.checkpointEverySteps(), observers)
            .run(progress, stop);
    anchor.ifPresent(Anchor::draw);
    return last;
  }

  /** A run that let go of its weights is over, and its model is what is left of them. */
  private void requireModelOrState(Checkpoints checkpoints) {
    if (!Files.exists(run.model()) && checkpoints.isReleased()) {
      throw new BadInputException(
          run.model()
              + ": is gone, and so are the weights that it was written from, which the recipe does"
              + " not keep (train.checkpoints.once_finished). Put it back, or choose another"
              + " --out.");
    }
  }

  /** Lets go of what the run no longer needs, its model being written. */
  void release() {
    Checkpoints checkpoints = saved;
    if (checkpoints != null) {
      CheckpointSpec.OnceFinished kept = train().budget().checkpoints().onceFinished();
      checkpoints.release(kept).ifPresent(progress::note);
      if (kept != CheckpointSpec.OnceFinished.ALL) {
        RunFiles.releaseFisher(run);
      }
    }
  }

  private SecondMeasure secondMeasure(SecondMeasurePlan second, long lastStep) {
    return new SecondMeasure(
        second,
        session.prompts(),
        session.engine(),
        () -> session.engine().reload(policy.result()),
        lastStep,
        warnings);
  }

  private Anchor anchor(AnchorPlan planned) {
    return new AnchorBuilder(run, planned, session, progress)
        .build(
            new AnchorBuilder.Training(
                policy,
                reference(),
                this::exactReference,
                learnerSpec().temperature(),
                train().optimizer().beta1(),
                train().budget().microBatchTokens(),
                recipe.seed()));
  }

  private Proximal proximal(ProximalPlan planned) {
    return new ProximalBuilder(run, planned, session, progress)
        .build(
            policy,
            learnerSpec().temperature(),
            train().budget().microBatchTokens(),
            recipe.seed());
  }

  /** Has the policy go over its own refusals in every update; empty where SFT learns them. */
  private Optional<StepObserver> refusals(RefusalsPlan planned) {
    if (!(planned.spec().strength() instanceof RefusalsSpec.Term term)) {
      return Optional.empty();
    }
    OwnRefusals own = OwnRefusals.of(planned, run, session, progress);
    RefusalTerm refusals =
        new RefusalTerm(
            term,
            own.refusals(),
            own.answers(),
            train().budget().microBatchTokens(),
            recipe.seed());
    policy.add(refusals);
    return Optional.of(new RefusalLog(refusals));
  }

  private Reference exactReference() {
    LearnerSpec own = learnerSpec();
    return backend.reference(
        session.model(),
        new LearnerSpec(ComputeType.FLOAT32, own.temperature(), own.optimizer(), own.emaDecay()));
  }

  /** The model before training, which stands still. */
  private Reference reference() {
    Reference open = reference;
    if (open == null) {
      open = policy.start().orElseGet(() -> backend.reference(session.model(), learnerSpec()));
      reference = open;
    }
    return open;
  }

  /** The same, for a KL that follows the policy; it stands at the model before training. */
  private MovableReference movable() {
    MovableReference made = backend.movable(session.model(), learnerSpec());
    movable = made;
    return made;
  }

  private Monitor monitor(MonitorPlan monitored) {
    return new Monitor(
        monitored,
        session,
        policy::result,
        train(),
        plan.guards()
            .anchor()
            .<AnchorControl>map(_ -> factor -> anchor.orElseThrow().scale(factor)),
        run.monitor(),
        recipe.seed(),
        progress);
  }

  /** What the monitor did to a run that is over, if the recipe has one. */
  Optional<MonitorOutcome> outcome() {
    return monitor.map(watching -> watching.outcome(JsonLines.readWhole(run.metrics())));
  }

  /** Puts the policy back to where it was after a step whose checkpoint was kept. */
  void rollBack(long step) {
    try {
      policy.read(run.checkpoint(step).resolve(policy.name()));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read " + run.checkpoint(step) + ": " + e.getMessage(), e);
    }
  }

  /** Writes the trained model into the run directory. */
  void writeModel() {
    policy.writeModel(run.model());
  }

  private MethodBuilder builder() {
    return switch (train()) {
      case TrainSpec.Sft sft ->
          new SftBuilder(
              sft,
              planned(TrainingPlan.Sft.class),
              recipe.seed(),
              run,
              session,
              progress,
              plan.guards().refusals());
      case TrainSpec.Rlvr rlvr ->
          new RlvrBuilder(
              rlvr,
              planned(TrainingPlan.Rlvr.class),
              recipe.seed(),
              run,
              session,
              progress,
              this::movable,
              backend);
      case DpoSpec dpo ->
          new DpoBuilder(dpo, planned(PreferencePlan.class), recipe.seed(), run, session, progress);
      case RewardModelSpec model ->
          new RewardModelBuilder(
              model, planned(PreferencePlan.class), recipe.seed(), run, session, progress);
    };
  }

  private <T extends TrainingPlan> T planned(Class<T> method) {
    return plan.training()
        .filter(method::isInstance)
        .map(method::cast)
        .orElseThrow(() -> new IllegalStateException("the plan is of another method"));
  }

  private Policy policy() {
    OptimizerSpec optimizer = train().optimizer();
    return new Policy(
        builder.learner(backend, session.model(), learnerSpec()),
        optimizer.rates(builder.updates()),
        optimizer.clipNorm(),
        session.model().directory());
  }

  private LearnerSpec learnerSpec() {
    OptimizerSpec optimizer = train().optimizer();
    return new LearnerSpec(
        session.type(),
        builder.temperature(),
        new AdamW.Settings(
            optimizer.beta1(), optimizer.beta2(), optimizer.eps(), optimizer.weightDecay()),
        optimizer.emaDecay(),
        train().setup().lora().map(lora -> AdapterSettings.of(lora, recipe.seed())),
        train()
            .guards()
            .anchor()
            .filter(held -> held.divergence() == Divergence.HIDDEN)
            .isPresent());
  }

  private AccuracyRule accuracyRule(TrainSpec.UntilSpec until) {
    return new AccuracyRule(
        () -> session.engine().reload(policy.result()),
        session.engine(),
        session.prompts(),
        plan.validation().orElseThrow(),
        until);
  }

  @Override
  public void close() {
    anchor.ifPresent(Anchor::close);
    policy.close();
    builder.close();
    if (reference != null) {
      reference.close();
    }
    if (movable != null) {
      movable.close();
    }
  }
}
