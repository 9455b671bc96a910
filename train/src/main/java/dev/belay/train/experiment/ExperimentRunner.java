package dev.belay.train.experiment;

import dev.belay.core.data.DataLocations;
import dev.belay.core.error.BadInputException;
import dev.belay.core.recipe.RecipeDraft;
import dev.belay.core.recipe.TrainSpec;
import dev.belay.core.run.Progress;
import dev.belay.core.run.RunDirectory;
import dev.belay.session.evaluate.EvaluationStore;
import dev.belay.session.model.JudgeSession;
import dev.belay.session.plan.Environment;
import dev.belay.session.plan.ExperimentPlan;
import dev.belay.torch.catalog.ModelStore;
import dev.belay.torch.model.MemoryBudget;
import dev.belay.train.method.StopRequest;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Runs experiments: finds what a recipe names, keeps the run's directory, stops when asked to. */
public final class ExperimentRunner {

  private final ModelStore models;
  private final DataLocations locations;
  private final Map<String, String> variables;
  private final Progress progress;
  private final String goOn;
  private final MeasureOptions options;

  /**
   * A runner whose runs are gone on with by {@code --resume}.
   *
   * @param locations where datasets and benchmarks are looked for
   * @param environment where judges' keys are
   */
  public ExperimentRunner(
      ModelStore models,
      DataLocations locations,
      Map<String, String> environment,
      Progress progress) {
    this(models, locations, environment, progress, StopRequest.GO_ON);
  }

  /**
   * The same for a command that goes on otherwise.
   *
   * @param goOn says how, to a person who stopped a run
   */
  public ExperimentRunner(
      ModelStore models,
      DataLocations locations,
      Map<String, String> environment,
      Progress progress,
      String goOn) {
    this(models, locations, environment, progress, goOn, stored(models, environment));
  }

  private ExperimentRunner(
      ModelStore models,
      DataLocations locations,
      Map<String, String> environment,
      Progress progress,
      String goOn,
      MeasureOptions options) {
    this.goOn = goOn;
    this.options = options;
    this.models = models;
    this.locations = locations;
    this.variables = Map.copyOf(environment);
    this.progress = progress;
  }

  /** The base is measured once on a machine. */
  private static MeasureOptions stored(ModelStore models, Map<String, String> environment) {
    return new MeasureOptions(Optional.of(EvaluationStore.of(models.home(), environment)), false);
  }

  /** The same, measured otherwise. */
  public ExperimentRunner with(MeasureOptions other) {
    return new ExperimentRunner(models, locations, variables, progress, goOn, other);
  }

  /** How it measures. */
  public MeasureOptions options() {
    return options;
  }

  /** The same, where what other runs measured of the base counts for nothing. */
  public ExperimentRunner fresh() {
    return with(
        new MeasureOptions(options.store().map(EvaluationStore::fresh), options.atCheckpoints()));
  }

  /**
   * Runs a recipe into a directory, or goes on with the run that is there. A recipe that is refused
   * leaves no directory.
   *
   * @param draft the recipe as read
   * @throws BadInputException with everything that is wrong with the recipe and with what it names,
   *     or with the directory
   * @throws dev.belay.train.method.RunStoppedException if stopped early, the state saved
   */
  public ExperimentResult run(RecipeDraft draft, Path directory, boolean resume) {
    try (JudgeSession judges = judges()) {
      // The model is fetched only once nothing else is wrong.
      Environment environment = environment(judges);
      return run(ExperimentPlan.of(draft, environment).withModel(environment), directory, resume);
    }
  }

  /**
   * Plans a recipe and runs nothing; a model that is not here stays where it is.
   *
   * @param read takes what is wanted of the plan, whose judges are closed afterwards
   * @throws BadInputException with everything that is wrong with the recipe and what it names
   */
  public <T> T plan(RecipeDraft draft, Function<ExperimentPlan, T> read) {
    try (JudgeSession judges = judges()) {
      return read.apply(ExperimentPlan.of(draft, environment(judges)));
    }
  }

  /**
   * Plans a recipe, fetches its model if need be, and does something else with both than to run it.
   *
   * @param work with the plan, whose judges are closed afterwards
   * @throws BadInputException with everything that is wrong with the recipe and what it names
   */
  public <T> T withModel(RecipeDraft draft, Function<ExperimentPlan, T> work) {
    try (JudgeSession judges = judges()) {
      Environment environment = environment(judges);
      return work.apply(ExperimentPlan.of(draft, environment).withModel(environment));
    }
  }

  private JudgeSession judges() {
    return new JudgeSession(models::resolve, variables, progress);
  }

  private Environment environment(JudgeSession judges) {
    return new Environment(models, locations, judges, MemoryBudget.ofThisMachine());
  }

  private ExperimentResult run(ExperimentPlan plan, Path directory, boolean resume) {
    if (plan.recipe().train().orElse(null) instanceof TrainSpec.Rlvr rlvr) {
      rlvr.notes().forEach(progress::note);
      progress.note(rlvr.coefficient().summary());
    }
    plan.files().notes().forEach(progress::note);
    plan.suites().notes().forEach(progress::note);
    plan.guards().monitor().ifPresent(monitor -> monitor.notes().forEach(progress::note));
    StopRequest stop = StopRequest.onInterrupt(goOn, progress::note);
    try (RunDirectory run =
        resume ? RunDirectory.resume(directory) : RunDirectory.create(directory)) {
      return start(run, new Experiment(plan, models, progress, stop, options), resume);
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
