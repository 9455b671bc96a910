package dev.belay.train.experiment;

import dev.belay.core.data.DataLocations;
import dev.belay.core.data.DatasetCatalog;
import dev.belay.core.error.BadInputException;
import dev.belay.core.model.Sampling;
import dev.belay.core.recipe.EvaluateSpec;
import dev.belay.core.recipe.Recipe;
import dev.belay.core.run.Progress;
import dev.belay.core.run.RunDirectory;
import dev.belay.safety.judge.Judge;
import dev.belay.session.model.JudgeSession;
import dev.belay.session.plan.SuitePlan;
import dev.belay.torch.catalog.ModelStore;
import dev.belay.train.method.StopRequest;
import java.nio.file.Path;
import java.util.Map;

/** Runs experiments: finds what a recipe names, keeps the run's directory, stops when asked to. */
public final class ExperimentRunner {

  private final ModelStore models;
  private final DataLocations locations;
  private final Map<String, String> environment;
  private final Progress progress;

  /**
   * A runner.
   *
   * @param locations where datasets and benchmarks are looked for
   * @param environment where judges' keys are
   */
  public ExperimentRunner(
      ModelStore models,
      DataLocations locations,
      Map<String, String> environment,
      Progress progress) {
    this.models = models;
    this.locations = locations;
    this.environment = Map.copyOf(environment);
    this.progress = progress;
  }

  /**
   * Runs a recipe into a directory, or goes on with the run that is there.
   *
   * @throws BadInputException with what is wrong with recipe, data or directory
   * @throws dev.belay.train.method.RunStoppedException if stopped early, the state saved
   */
  public ExperimentResult run(Recipe recipe, Path directory, boolean resume) {
    try (JudgeSession judges = new JudgeSession(models::resolve, environment, progress)) {
      return run(recipe, directory, resume, suites(recipe, judges));
    }
  }

  private SuitePlan suites(Recipe recipe, JudgeSession judges) {
    EvaluateSpec evaluate = recipe.evaluate();
    Judge judge = judges.judge(evaluate.judge());
    if (!judge.models().isEmpty()) {
      JudgeSession.identity(models.resolve(recipe.model().name()))
          .requireOtherThan(
              judge, evaluate.judgeIsModelUnderTest(), "evaluate.judge_is_model_under_test: true");
    }
    return SuitePlan.of(evaluate, locations, Sampling::greedy, judge);
  }

  private ExperimentResult run(Recipe recipe, Path directory, boolean resume, SuitePlan suites) {
    DatasetCatalog catalog = DatasetCatalog.standard(locations);
    suites.notes().forEach(progress::note);
    StopRequest stop =
        StopRequest.onInterrupt(
            () -> progress.note("stopping after this step; the state will be saved"));
    try (RunDirectory run =
        resume ? RunDirectory.resume(directory) : RunDirectory.create(directory)) {
      return start(run, new Experiment(recipe, models, catalog, suites, progress, stop), resume);
    } finally {
      stop.release();
    }
  }

  /** What was refused before it began leaves no directory behind, so that it can be mended. */
  private static ExperimentResult start(RunDirectory run, Experiment experiment, boolean resume) {
    try {
      return experiment.run(run);
    } catch (BadInputException e) {
      if (!resume && run.isUntouched()) {
        run.discard();
      }
      throw e;
    }
  }
}
