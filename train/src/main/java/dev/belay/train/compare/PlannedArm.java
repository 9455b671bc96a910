package dev.belay.train.compare;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.recipe.DpoSpec;
import dev.belay.core.recipe.Recipe;
import dev.belay.core.recipe.RecipeWriter;
import dev.belay.core.recipe.RewardModelSpec;
import dev.belay.core.recipe.TrainSpec;
import dev.belay.safety.eval.PlannedSuite;
import dev.belay.session.plan.ExperimentPlan;
import dev.belay.session.plan.TrainingPlan;
import dev.belay.train.method.SftMethod;
import java.util.List;

/**
 * An arm with everything that its recipe names found and checked.
 *
 * @param arm what was planned
 * @param method how it trains
 * @param samples what it trains on
 * @param mostSteps how many steps it takes at most
 * @param stopsEarly whether it may stop before, at an accuracy
 * @param suites what is measured: names, prompts and longest completions
 * @param notes what a person should know, such as suites that were left out
 * @param measured what must be the same in all arms
 * @param resolved the recipe with every default, as the run's folder will have it; of an arm that
 *     is tuned those of its tries, one of which it will have
 */
public record PlannedArm(
    Arm arm,
    String method,
    int samples,
    int mostSteps,
    boolean stopsEarly,
    List<Measured> suites,
    List<String> notes,
    ObjectNode measured,
    List<String> resolved) {

  public PlannedArm {
    suites = List.copyOf(suites);
    notes = List.copyOf(notes);
    resolved = List.copyOf(resolved);
  }

  /** A suite as it is measured each time. */
  public record Measured(String suite, int prompts, int maxTokens, int samples) {}

  /** What a plan says of an arm that trains. */
  static PlannedArm of(Arm arm, ExperimentPlan plan) {
    Recipe recipe = plan.recipe();
    TrainSpec train = recipe.train().orElseThrow();
    int samples = plan.training().orElseThrow().samples().size();
    return new PlannedArm(
        arm,
        train.method(),
        samples,
        mostSteps(train, plan.training().orElseThrow(), samples),
        train.budget().until().isPresent(),
        plan.suites().planned().stream().map(PlannedArm::measured).toList(),
        plan.suites().notes(),
        ArmAgreement.facts(plan),
        List.of(RecipeWriter.yaml(recipe.resolved())));
  }

  /** The same where its folder has the recipe of one of its tries. */
  PlannedArm tuned(List<String> tries) {
    return new PlannedArm(
        arm, method, samples, mostSteps, stopsEarly, suites, notes, measured, tries);
  }

  private static Measured measured(PlannedSuite suite) {
    return new Measured(
        suite.name(), suite.selected().size(), suite.sampling().maxTokens(), suite.samples());
  }

  private static int mostSteps(TrainSpec train, TrainingPlan training, int samples) {
    return switch (train) {
      case TrainSpec.Sft sft -> {
        int sampled = training instanceof TrainingPlan.Sft own ? own.problems().size() : 0;
        int most = samples + sampled * (sft.verified().most() - 1);
        yield Math.toIntExact(SftMethod.stepsFor(most, sft.batchSize(), sft.epochs()));
      }
      case TrainSpec.Rlvr rlvr -> rlvr.steps();
      case DpoSpec dpo -> Math.toIntExact(dpo.mostSteps(samples));
      case RewardModelSpec model -> Math.toIntExact(model.mostSteps(samples));
    };
  }

  /** Names its folder. */
  public String name() {
    return arm.name();
  }

  /** Completions of one evaluation, and the most tokens that they can have. */
  long mostTokens() {
    return suites.stream()
        .mapToLong(suite -> (long) suite.prompts() * suite.samples() * suite.maxTokens())
        .sum();
  }
}
