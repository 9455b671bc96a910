package dev.belay.train.experiment;

import dev.belay.core.data.DatasetCatalog;
import dev.belay.core.recipe.Recipe;
import dev.belay.core.run.Progress;
import dev.belay.core.run.RunDirectory;
import dev.belay.safety.compare.Comparison;
import dev.belay.safety.eval.EvaluationResult;
import dev.belay.safety.eval.PlannedSuite;
import dev.belay.session.evaluate.EvaluationRun;
import dev.belay.session.evaluate.ModelEvaluation;
import dev.belay.session.model.ModelSession;
import dev.belay.session.plan.SuitePlan;
import dev.belay.torch.catalog.ModelStore;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.model.MemoryBudget;
import dev.belay.torch.model.MemoryNeed;
import dev.belay.train.method.StopRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One experiment from recipe to result: measure, train, measure the same prompts again with the
 * same seeds, compare. Each part leaves its files and is skipped when they are there, so a run that
 * was cut off goes on where it was.
 */
public final class Experiment {

  private final Recipe recipe;
  private final ModelStore models;
  private final SuitePlan suites;
  private final TrainingData data;
  private final Progress progress;
  private final StopRequest stop;

  /**
   * An experiment; nothing costly is done yet.
   *
   * @param catalog finds datasets and benchmarks
   */
  public Experiment(
      Recipe recipe,
      ModelStore models,
      DatasetCatalog catalog,
      SuitePlan suites,
      Progress progress,
      StopRequest stop) {
    this.recipe = recipe;
    this.models = models;
    this.suites = suites;
    this.data = new TrainingData(catalog, recipe.seed());
    this.progress = progress;
    this.stop = stop;
  }

  /**
   * Runs what is left of the experiment.
   *
   * @throws dev.belay.core.error.BadInputException with all that is wrong with recipe and data,
   *     before anything costly
   * @throws dev.belay.train.method.RunStoppedException if stopped early, the state saved
   */
  public ExperimentResult run(RunDirectory run) {
    List<PlannedSuite> planned = suites.planned();
    recipe.train().ifPresent(train -> suites.checkDisjoint(data.prompts(train.data())));
    Path directory = models.resolve(recipe.model().name());
    try (ModelSession session = ModelSession.open(directory, recipe.model())) {
      MemoryBudget.ofThisMachine().require(memoryNeed(session));
      RunFiles.writeStart(run, recipe, session, suites);
      Optional<EvaluationResult> before = measure(run, "before", planned, session, directory);
      if (recipe.train().isEmpty()) {
        return finish(run, new ExperimentResult(run.root(), before, Optional.empty(), 0));
      }
      long steps = train(run, session);
      Optional<EvaluationResult> after;
      try (LanguageModel trained = LanguageModel.open(run.model())) {
        if (!planned.isEmpty()) {
          session.engine().reload(trained);
        }
        after = measure(run, "after", planned, session, run.model());
      }
      Optional<Comparison> comparison =
          before.map(
              first ->
                  Comparison.of(
                      first,
                      after.orElseThrow(),
                      recipe.evaluate().margin(),
                      recipe.evaluate().confidence()));
      recipe.publish().ifPresent(name -> models.publish(name, run.model()));
      return finish(run, new ExperimentResult(run.root(), after, comparison, steps));
    }
  }

  /** Said before anything is loaded: opening a model maps its files and reads no weight. */
  private MemoryNeed memoryNeed(ModelSession session) {
    MemoryNeed inference = ModelEvaluation.memoryNeed(session, suites);
    return recipe
        .train()
        .map(
            train ->
                MemoryNeed.training(
                        session.model().config(), session.type(), train.budget().microBatchTokens())
                    .and(inference))
        .orElse(inference);
  }

  private long train(RunDirectory run, ModelSession session) {
    try (TrainingSession training = new TrainingSession(run, recipe, session, data, progress)) {
      long steps = training.run(stop);
      if (!Files.exists(run.model())) {
        training.writeModel();
      }
      return steps;
    }
  }

  private Optional<EvaluationResult> measure(
      RunDirectory run,
      String stage,
      List<PlannedSuite> planned,
      ModelSession session,
      Path weights) {
    if (planned.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ModelEvaluation(session, planned, progress)
            .run(new EvaluationRun(weights, recipe.seed(), 1, stage, run.evaluation(stage))));
  }

  private ExperimentResult finish(RunDirectory run, ExperimentResult result) {
    RunFiles.writeResult(run, recipe, result);
    return result;
  }
}
