package dev.belay.train.experiment;

import dev.belay.core.hash.Sha256;
import dev.belay.core.recipe.Recipe;
import dev.belay.core.run.Progress;
import dev.belay.core.run.RunDirectory;
import dev.belay.safety.eval.PlannedSuite;
import dev.belay.session.evaluate.EvaluationRun;
import dev.belay.session.evaluate.ModelEvaluation;
import dev.belay.session.model.ModelSession;
import dev.belay.torch.model.WeightsHash;
import dev.belay.train.method.StepObserver;
import dev.belay.train.method.StepReport;
import dev.belay.train.step.Policy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Measures the policy while it trains, after every step whose state is saved: points of its curve
 * in capability and safety. A step that is taken again after a cut leaves the same weights, so that
 * what was measured of it stands.
 */
final class CheckpointPoints implements StepObserver {

  private final RunDirectory run;
  private final Recipe recipe;
  private final ModelSession session;
  private final Policy policy;
  private final ModelEvaluation evaluation;
  private final int everySteps;
  private final Path base;

  CheckpointPoints(
      RunDirectory run,
      Recipe recipe,
      List<PlannedSuite> suites,
      ModelSession session,
      Policy policy,
      Progress progress) {
    this.run = run;
    this.recipe = recipe;
    this.session = session;
    this.policy = policy;
    this.evaluation = new ModelEvaluation(session, asked(suites), progress);
    this.everySteps = recipe.train().orElseThrow().budget().checkpointEverySteps();
    this.base = session.model().directory();
  }

  /** An attack that is fitted to weights needs a file of them, which a checkpoint is not. */
  static List<PlannedSuite> asked(List<PlannedSuite> suites) {
    return suites.stream().filter(suite -> suite.suite().suffixAttack().isEmpty()).toList();
  }

  @Override
  public Decision after(StepReport report) {
    if (report.step() % everySteps == 0) {
      session.engine().reload(policy.result());
      String name = "step-" + report.step();
      evaluation.run(
          new EvaluationRun(
              base, recipe.seed(), 1, "after step " + report.step(), run.evaluation(name)),
          weights(report.step()));
    }
    return Decision.GO_ON;
  }

  private String weights(long step) {
    try {
      // The recipe as the run was started: files that it names may have been moved since.
      String started = Files.readString(run.resolvedRecipe());
      return Sha256.of(
          "after step %d of\n%s\nfrom %s\n".formatted(step, started, WeightsHash.of(base)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + run.root() + ": " + e.getMessage(), e);
    }
  }
}
