package dev.belay.train.compare;

import dev.belay.core.error.BadInputException;
import dev.belay.core.recipe.RecipeDraft;
import dev.belay.core.run.FolderLock;
import dev.belay.core.run.Progress;
import dev.belay.core.text.GivenPath;
import dev.belay.safety.curve.CurvePoint;
import dev.belay.safety.eval.EvaluationResult;
import dev.belay.session.evaluate.EvaluationStore;
import dev.belay.session.plan.ExperimentPlan;
import dev.belay.train.experiment.ExperimentResult;
import dev.belay.train.experiment.ExperimentRunner;
import dev.belay.train.experiment.MeasureOptions;
import dev.belay.train.method.RunStoppedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Runs the arms of a comparison one after another, each in a folder of its own, or goes on with
 * them. The base is measured for the first and taken from the store for the others; an arm that
 * fails leaves the others their results.
 */
public final class ComparisonRunner {

  private final ExperimentRunner runner;
  private final Path out;
  private final ArmFolders folders;
  private final MachineRates rates;
  private final Progress progress;

  /**
   * A runner; nothing is done yet.
   *
   * @param out the comparison's folder
   * @param rates learn from what is run
   */
  public ComparisonRunner(
      ExperimentRunner runner, Path out, MachineRates rates, Progress progress) {
    this.runner = runner;
    this.out = out;
    this.folders = ArmFolders.of(out);
    this.rates = rates;
    this.progress = progress;
  }

  /**
   * Runs what is left of all arms and writes {@code compare.json}.
   *
   * @param ended is told of each arm as it ends
   * @param command how it was started, for the record
   */
  public ComparisonResult run(ComparisonPlan plan, Consumer<ArmOutcome> ended, String command) {
    GivenPath.makeFolder(out);
    try (FolderLock _ = FolderLock.of(out, "comparison")) {
      List<ArmOutcome> outcomes = new ArrayList<>();
      for (PlannedArm arm : plan.arms()) {
        progress.note(announcement(arm, outcomes.size() + 1, plan.arms().size()));
        ArmOutcome outcome = outcome(arm, plan.curve());
        outcomes.add(outcome);
        progress.note(outcome.label() + ": " + outcome.ending());
        ended.accept(outcome);
      }
      ComparisonResult result = ComparisonResult.of(out, plan, outcomes);
      CompareFile.write(result, folders, command);
      return result;
    }
  }

  private static String announcement(PlannedArm arm, int number, int of) {
    String learns = arm.arm().learnsFrom();
    return "Arm %d of %d, %s%s"
        .formatted(
            number, of, arm.arm().label(), learns.isEmpty() ? "" : ": learns from " + learns);
  }

  private ArmOutcome outcome(PlannedArm arm, CurveSource curve) {
    Path folder = folders.run(arm.name());
    Optional<Tuning> tuning = Optional.empty();
    try {
      if (!arm.arm().draft().grid().isEmpty()) {
        tuning = Optional.of(new Tuner(runner, folders, progress).run(arm.arm()));
      }
      RecipeDraft recipe = recipe(arm, tuning);
      ExperimentResult result = train(arm, recipe, folder, curve);
      return measured(arm, recipe, tuning, result, curve);
    } catch (BadInputException e) {
      return ArmOutcome.failed(arm, folder, tuning, e.issues());
    } catch (RuntimeException e) {
      return ArmOutcome.failed(arm, folder, tuning, List.of(words(e)));
    }
  }

  /** What went wrong, where nobody put it into words for a person. */
  static String words(RuntimeException e) {
    String message = e.getMessage();
    boolean speaks = e instanceof RunStoppedException || e instanceof UncheckedIOException;
    return message == null
        ? e.getClass().getSimpleName()
        : speaks ? message : e.getClass().getSimpleName() + ": " + message;
  }

  private static RecipeDraft recipe(PlannedArm arm, Optional<Tuning> tuning) {
    if (tuning.isEmpty()) {
      return arm.arm().draft().draft();
    }
    List<String> set =
        tuning
            .get()
            .chosen()
            .map(Tuning.Try::set)
            .orElseThrow(
                () ->
                    new BadInputException(
                        tuning.get().tries().stream()
                            .map(one -> "try " + String.join(" ", one.set()) + ": " + one.failure())
                            .toList()));
    return arm.arm().draft().with(set);
  }

  private ExperimentResult train(
      PlannedArm arm, RecipeDraft recipe, Path folder, CurveSource curve) {
    boolean begun = Files.isDirectory(folder);
    long start = System.nanoTime();
    ExperimentResult result =
        runner
            .with(
                new MeasureOptions(
                    runner.options().store(), curve instanceof CurveSource.Checkpoints))
            .run(recipe, folder, begun);
    if (!begun) {
      Path before = folder.resolve("eval").resolve("before");
      List<Path> evaluated = new ArrayList<>(List.of(folder.resolve("eval").resolve("after")));
      if (!Files.exists(before.resolve(EvaluationStore.TAKEN))) {
        evaluated.add(before);
      }
      rates.learn(
          recipe.recipe(),
          (System.nanoTime() - start) / 1e9,
          result.steps(),
          evaluated,
          arm.mostTokens());
    }
    return result;
  }

  /** What cannot be measured beside the run costs the arm its curve, not its result. */
  private ArmOutcome measured(
      PlannedArm arm,
      RecipeDraft recipe,
      Optional<Tuning> tuning,
      ExperimentResult result,
      CurveSource curve) {
    List<String> failures = new ArrayList<>();
    List<CurvePoint> between = new ArrayList<>();
    List<TaskKl> kls = new ArrayList<>();
    try {
      runner.withModel(
          recipe,
          plan -> {
            between.addAll(between(arm, plan, result, curve));
            kls.addAll(measures(plan, result).taskKl(folders.taskDrift(arm.name())));
            return true;
          });
    } catch (BadInputException e) {
      failures.addAll(e.issues());
    } catch (RuntimeException e) {
      failures.add(words(e));
    }
    return new ArmOutcome(
        arm,
        result.directory(),
        Optional.of(result),
        points(result, between),
        kls,
        tuning,
        failures);
  }

  private ArmMeasures measures(ExperimentPlan plan, ExperimentResult result) {
    return new ArmMeasures(
        plan, result.directory().resolve("model"), progress, runner.options().store());
  }

  private List<CurvePoint> between(
      PlannedArm arm, ExperimentPlan plan, ExperimentResult result, CurveSource curve) {
    return switch (curve) {
      case CurveSource.None _ -> List.of();
      case CurveSource.Weights(List<Double> shares) ->
          measures(plan, result).weights(shares, arm.name(), folders);
      case CurveSource.Checkpoints _ -> checkpoints(result);
    };
  }

  /** The evaluations at checkpoints before the last step, which is measured as the tuned model. */
  private static List<CurvePoint> checkpoints(ExperimentResult result) {
    Path evaluations = result.directory().resolve("eval");
    List<CurvePoint> points = new ArrayList<>();
    try (Stream<Path> folders = Files.list(evaluations)) {
      for (Path folder : folders.toList()) {
        String name = folder.getFileName().toString();
        if (name.matches("step-\\d{1,9}") && EvaluationResult.isFinished(folder)) {
          long step = Long.parseLong(name.substring("step-".length()));
          if (step < result.steps()) {
            points.add(new CurvePoint("step " + step, step, folder, EvaluationResult.read(folder)));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + evaluations + ": " + e.getMessage(), e);
    }
    points.sort(Comparator.comparingDouble(CurvePoint::position));
    return points;
  }

  private static List<CurvePoint> points(ExperimentResult result, List<CurvePoint> between) {
    Path before = result.directory().resolve("eval").resolve("before");
    Path after = result.directory().resolve("eval").resolve("after");
    List<CurvePoint> points = new ArrayList<>();
    points.add(new CurvePoint(CurvePoint.BASE, 0, before, EvaluationResult.read(before)));
    points.addAll(between);
    boolean steps = !between.isEmpty() && between.getFirst().name().startsWith("step ");
    points.add(
        new CurvePoint(
            CurvePoint.TUNED, steps ? result.steps() : 1, after, result.last().orElseThrow()));
    return points;
  }
}
