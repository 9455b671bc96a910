package dev.belay.session.plan;

import dev.belay.core.data.DatasetCatalog;
import dev.belay.core.data.OverlapCheck;
import dev.belay.core.data.ReadFiles;
import dev.belay.core.data.Sample;
import dev.belay.core.error.IssueCollector;
import dev.belay.core.model.Sampling;
import dev.belay.core.recipe.EvaluateSpec;
import dev.belay.core.recipe.Recipe;
import dev.belay.core.recipe.RecipeDraft;
import dev.belay.core.recipe.TrainSpec;
import dev.belay.safety.attack.Attack;
import dev.belay.safety.judge.Judge;
import dev.belay.safety.judge.RefusalPatternJudge;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An experiment with everything that its recipe names found, read and checked; only a plan can run.
 * Making one opens files and maps the model's, and does nothing else: no folder is made, nothing is
 * fetched, no model completes anything.
 */
public final class ExperimentPlan {

  private final RecipeDraft draft;
  private final SuitePlan suites;
  private final Optional<TrainingPlan> training;
  private final Optional<Validation> validation;
  private final GuardsPlan guards;
  private final Optional<PlannedModel> model;
  private final ReadFiles files;

  private ExperimentPlan(
      RecipeDraft draft,
      SuitePlan suites,
      Optional<TrainingPlan> training,
      Optional<Validation> validation,
      GuardsPlan guards,
      Optional<PlannedModel> model,
      ReadFiles files) {
    this.draft = draft;
    this.suites = suites;
    this.training = training;
    this.validation = validation;
    this.guards = guards;
    this.model = model;
    this.files = files;
  }

  /**
   * Plans an experiment.
   *
   * @param draft the recipe as read, with what its reader found wrong
   * @throws dev.belay.core.error.BadInputException with everything that is wrong with the recipe
   *     and with what it names, each at its property path
   */
  public static ExperimentPlan of(RecipeDraft draft, Environment environment) {
    Recipe recipe = draft.recipe();
    IssueCollector issues = draft.issues();
    ReadFiles files = new ReadFiles();
    SuitePlan suites = suites(recipe.evaluate(), environment, issues);
    TrainingPlanner planner =
        new TrainingPlanner(
            new TrainingData(
                DatasetCatalog.standard(environment.locations(), files), recipe.seed()),
            environment.models(),
            suites.judge(),
            issues);
    Optional<TrainSpec> train = recipe.train().filter(_ -> !issues.isWrong("train.method"));
    Optional<TrainingPlan> training = train.map(planner::plan);
    Optional<Validation> validation =
        train.flatMap(spec -> planner.validation(spec, training.orElseThrow()));
    GuardsPlan guards =
        train.map(spec -> guards(spec, planner, environment, issues)).orElse(GuardsPlan.NONE);
    checkDisjoint(suites, training, validation, issues);
    checkHeldApart(suites, validation, guards, issues);
    guards
        .secondMeasure()
        .ifPresent(second -> second.checkApart(training.orElseThrow(), suites, issues));
    guards
        .monitor()
        .ifPresent(
            monitor ->
                new MonitorChecks(monitor, issues)
                    .check(
                        train.orElseThrow(), training.orElseThrow(), guards, validation, suites));
    recipe
        .publish()
        .filter(_ -> !issues.isWrong("publish"))
        .ifPresent(name -> issues.check("publish", () -> environment.models().pathFor(name)));
    ModelPlanner models = new ModelPlanner(recipe, environment, issues);
    Optional<PlannedModel> model =
        models.find().flatMap(found -> models.check(found, suites, training, validation, guards));
    issues.throwIfAny();
    return new ExperimentPlan(draft, suites, training, validation, guards, model, files);
  }

  /**
   * The same plan with its model here: fetched or imported, if it has to be, and checked.
   *
   * @throws dev.belay.core.error.BadInputException if the model cannot be had, or is not fit
   */
  public ExperimentPlan withModel(Environment environment) {
    if (model.isPresent()) {
      return this;
    }
    Path directory = environment.models().resolve(recipe().model().name());
    Optional<PlannedModel> found =
        new ModelPlanner(recipe(), environment, draft.issues())
            .check(directory, suites, training, validation, guards);
    draft.issues().throwIfAny();
    return new ExperimentPlan(draft, suites, training, validation, guards, found, files);
  }

  /** What asks the model conversations, in words; without any it needs no chat template. */
  public List<String> conversations() {
    return ModelPlanner.conversations(recipe(), suites);
  }

  private static SuitePlan suites(
      EvaluateSpec spec, Environment environment, IssueCollector issues) {
    Judge judge =
        issues.isWrong("evaluate.judge")
            ? new RefusalPatternJudge()
            : issues
                .collect("evaluate.judge", () -> environment.judges().judge(spec.judge()))
                .orElseGet(RefusalPatternJudge::new);
    List<Attack> attacks = AttackPlanner.attacks(spec, environment.locations(), issues);
    return new SuitePlanner(environment.locations(), attacks, Sampling::greedy, issues)
        .plan(spec, judge);
  }

  private static GuardsPlan guards(
      TrainSpec spec, TrainingPlanner planner, Environment environment, IssueCollector issues) {
    return new GuardsPlan(
        planner.anchor(spec, environment.locations()),
        planner.refusals(spec),
        spec.guards()
            .monitor()
            .flatMap(monitor -> new MonitorPlanner(environment, issues).plan(monitor)),
        spec.guards().secondMeasure().map(planner::secondMeasure),
        spec.guards().proximal().map(planner::proximal));
  }

  /** Nothing is measured that is trained on, or that decides when training ends. */
  private static void checkDisjoint(
      SuitePlan suites,
      Optional<TrainingPlan> training,
      Optional<Validation> validation,
      IssueCollector issues) {
    Set<Sample> measured = suites.samples();
    training.ifPresent(
        plan ->
            plan.samplesByPlace()
                .forEach(
                    (place, samples) ->
                        issues.check(
                            place, () -> OverlapCheck.requireDisjoint(samples, measured))));
    validation.ifPresent(
        until ->
            issues.check(
                "train.until.data",
                () -> OverlapCheck.requireDisjoint(until.problems(), "validation", measured)));
  }

  /**
   * The policy is held on no prompt that is measured, be it before and after or to end training:
   * what is measured would say nothing of prompts on which it is not held.
   */
  private static void checkHeldApart(
      SuitePlan suites, Optional<Validation> validation, GuardsPlan guards, IssueCollector issues) {
    Set<Sample> measured = new LinkedHashSet<>(suites.samples());
    validation.ifPresent(until -> measured.addAll(until.problems()));
    guards
        .anchor()
        .ifPresent(
            anchor ->
                issues.check(
                    "train.anchor.data",
                    () -> OverlapCheck.requireDisjoint(anchor.prompts(), "anchor", measured)));
    guards
        .proximal()
        .ifPresent(
            proximal ->
                issues.check(
                    ProximalPlan.PLACE + ".data",
                    () -> OverlapCheck.requireDisjoint(proximal.prompts(), "proximal", measured)));
    guards
        .refusals()
        .ifPresent(
            refusals ->
                issues.check(
                    RefusalsPlan.PLACE,
                    () -> OverlapCheck.requireDisjoint(refusals.prompts(), "refusals", measured)));
  }

  public Recipe recipe() {
    return draft.recipe();
  }

  /** What is measured, and by whom it is judged. */
  public SuitePlan suites() {
    return suites;
  }

  /** On which prompts the drift of the policy is measured. */
  public DriftPlan drift() {
    return DriftPlan.of(recipe(), suites);
  }

  /** On which prompts of tasks a comparison measures the KL. */
  public DriftPlan taskDrift() {
    return DriftPlan.ofTask(recipe(), suites);
  }

  /** What is trained on; empty for a recipe that only measures. */
  public Optional<TrainingPlan> training() {
    return training;
  }

  /** What the early stop measures on; empty without one. */
  public Optional<Validation> validation() {
    return validation;
  }

  /** Which files of the user's own were read, and what there is to say of them. */
  public ReadFiles files() {
    return files;
  }

  /** What holds safety during training. */
  public GuardsPlan guards() {
    return guards;
  }

  /**
   * The model to start from; empty while it has to be fetched or imported first ({@link
   * #withModel}). Its memory and its context are checked once it is here.
   */
  public Optional<PlannedModel> model() {
    return model;
  }
}
