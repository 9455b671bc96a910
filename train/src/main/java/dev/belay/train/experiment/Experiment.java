package dev.belay.train.experiment;

import dev.belay.core.chat.TemplateTime;
import dev.belay.core.error.BadInputException;
import dev.belay.core.recipe.ModelSpec;
import dev.belay.core.recipe.Recipe;
import dev.belay.core.recipe.RewardModelSpec;
import dev.belay.core.run.JsonLines;
import dev.belay.core.run.Progress;
import dev.belay.core.run.RunDirectory;
import dev.belay.core.run.RunWarnings;
import dev.belay.safety.compare.Comparison;
import dev.belay.safety.drift.DriftReport;
import dev.belay.safety.eval.EvaluationResult;
import dev.belay.safety.eval.PlannedSuite;
import dev.belay.session.evaluate.EvaluationRun;
import dev.belay.session.evaluate.EvaluationStore;
import dev.belay.session.evaluate.ModelEvaluation;
import dev.belay.session.model.ModelSession;
import dev.belay.session.plan.ExperimentPlan;
import dev.belay.session.plan.MonitorPlan;
import dev.belay.torch.catalog.ModelStore;
import dev.belay.torch.model.LanguageModel;
import dev.belay.train.method.StopRequest;
import dev.belay.train.monitor.Certifier;
import dev.belay.train.monitor.MonitorOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One experiment from recipe to result: measure, train, measure the same prompts again with the
 * same seeds, compare. Each part leaves its files and is skipped when they are there, so a run that
 * was cut off goes on where it was.
 */
public final class Experiment {

  private final ExperimentPlan plan;
  private final Recipe recipe;
  private final ModelStore models;
  private final Progress progress;
  private final StopRequest stop;
  private final MeasureOptions options;

  /**
   * An experiment; nothing is done yet.
   *
   * @param models where a model is published
   */
  public Experiment(ExperimentPlan plan, ModelStore models, Progress progress, StopRequest stop) {
    this(plan, models, progress, stop, MeasureOptions.PLAIN);
  }

  /** The same, measured otherwise. */
  Experiment(
      ExperimentPlan plan,
      ModelStore models,
      Progress progress,
      StopRequest stop,
      MeasureOptions options) {
    this.options = options;
    this.plan = plan;
    this.recipe = plan.recipe();
    this.models = models;
    this.progress = progress;
    this.stop = stop;
  }

  /**
   * Runs what is left of the experiment.
   *
   * @throws dev.belay.core.error.BadInputException when the directory holds another run
   * @throws IllegalStateException when the model has yet to be fetched
   * @throws dev.belay.train.method.RunStoppedException if stopped early, the state saved
   */
  public ExperimentResult run(RunDirectory run) {
    Path directory =
        plan.model()
            .orElseThrow(() -> new IllegalStateException("the model has yet to be fetched"))
            .directory();
    ModelSpec model = recipe.model().at(TemplateTime.recorded(run.provenance()));
    try (ModelSession session = ModelSession.open(directory, model, plan.conversations())) {
      RunFiles.writeStart(run, plan, session);
      Progress keeping = new RunWarnings(run.warnings(), progress).keeping();
      session.prompts().warnings().forEach(keeping::warn);
      return orRelease(run, () -> begun(run, session, directory));
    }
  }

  private ExperimentResult orRelease(RunDirectory run, Supplier<ExperimentResult> work) {
    try {
      return work.get();
    } catch (BadInputException e) {
      RunFiles.releaseRecipe(run, recipe);
      throw e;
    }
  }

  private ExperimentResult begun(RunDirectory run, ModelSession session, Path directory) {
    List<PlannedSuite> planned = plan.suites().planned();
    DriftStage drift = new DriftStage(run, plan, session, progress);
    Optional<EvaluationResult> before =
        measure(run, "before", planned, session, directory, options.store());
    if (recipe.train().isEmpty()) {
      return finish(run, new ExperimentResult(run.root(), before, Optional.empty(), 0));
    }
    Optional<EvaluationResult> sampledBefore = drift.sample("before", directory, options.store());
    Trained left = train(run, session);
    if (recipe.train().orElseThrow() instanceof RewardModelSpec) {
      publish(run, Optional.empty());
      return finish(
          run, new ExperimentResult(run.root(), Optional.empty(), Optional.empty(), left.steps()));
    }
    ExperimentResult result;
    try (LanguageModel trained = LanguageModel.open(run.model())) {
      Optional<MonitorOutcome> monitor =
          left.monitor().map(outcome -> certified(outcome, run, session, trained));
      if (!planned.isEmpty()) {
        session.engine().reload(trained);
      }
      Optional<EvaluationResult> after =
          measure(run, "after", planned, session, run.model(), Optional.empty());
      Optional<EvaluationResult> sampledAfter =
          drift.sample("after", run.model(), Optional.empty());
      Optional<Comparison> comparison = before.map(first -> compared(first, after.orElseThrow()));
      Optional<DriftReport> report =
          sampledBefore.map(
              first -> drift.report(first, sampledAfter.orElseThrow(), trained, comparison));
      result =
          new ExperimentResult(
              run.root(),
              after,
              comparison,
              left.steps(),
              report,
              monitor,
              Optional.empty(),
              List.of());
    }
    publish(run, result.monitor());
    return finish(run, result);
  }

  private Comparison compared(EvaluationResult before, EvaluationResult after) {
    return Comparison.of(before, after, recipe.evaluate().margin(), recipe.evaluate().confidence());
  }

  /** A model whose training an alarm ended is not what the recipe promised under that name. */
  private void publish(RunDirectory run, Optional<MonitorOutcome> monitor) {
    boolean ended = monitor.filter(MonitorOutcome::endedTraining).isPresent();
    recipe
        .publish()
        .ifPresent(
            name -> {
              if (ended) {
                progress.note("not published as " + name + ": the alarm ended training");
              } else {
                models.publish(name, run.model());
              }
            });
  }

  /** What training left: its steps, and what the monitor did. */
  private record Trained(long steps, Optional<MonitorOutcome> monitor) {}

  private Trained train(RunDirectory run, ModelSession session) {
    try (TrainingSession training = new TrainingSession(run, plan, session, progress, options)) {
      long steps = training.run(stop);
      Optional<MonitorOutcome> outcome = training.outcome();
      if (!Files.exists(run.model())) {
        outcome.flatMap(MonitorOutcome::rolledBackTo).ifPresent(training::rollBack);
        training.writeModel();
      }
      training.release();
      return new Trained(steps, outcome);
    }
  }

  private MonitorOutcome certified(
      MonitorOutcome outcome, RunDirectory run, ModelSession session, LanguageModel trained) {
    MonitorPlan monitored = plan.guards().monitor().orElseThrow();
    if (!monitored.spec().certifies() || !outcome.mayBeCertified()) {
      return outcome;
    }
    return outcome.with(
        new Certifier(monitored, session, recipe.seed(), progress, Clock.systemUTC())
            .run(run, trained));
  }

  private Optional<EvaluationResult> measure(
      RunDirectory run,
      String stage,
      List<PlannedSuite> planned,
      ModelSession session,
      Path weights,
      Optional<EvaluationStore> store) {
    if (planned.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ModelEvaluation(session, planned, progress, store)
            .run(new EvaluationRun(weights, recipe.seed(), 1, stage, run.evaluation(stage))));
  }

  private ExperimentResult finish(RunDirectory run, ExperimentResult measured) {
    ExperimentResult result = measured.with(earlyStop(run), RunWarnings.all(run.warnings()));
    RunFiles.writeResult(run, recipe, result);
    return result;
  }

  private Optional<EarlyStop> earlyStop(RunDirectory run) {
    return recipe
        .train()
        .flatMap(train -> train.budget().until())
        .flatMap(
            until ->
                EarlyStop.of(
                    until,
                    plan.validation().orElseThrow().problems().size(),
                    JsonLines.readWhole(run.metrics())));
  }
}
