package dev.belay.train.compare;

import dev.belay.core.recipe.Recipe;
import java.util.OptionalDouble;

/**
 * How long an arm will take at most, reckoned from what earlier arms took on this machine.
 *
 * @param seconds empty while the machine has run no arm of this kind
 */
public record TimeEstimate(OptionalDouble seconds) {

  static TimeEstimate of(PlannedArm arm, CurveSource curve, MachineRates rates) {
    Recipe recipe = arm.arm().draft().draft().recipe();
    OptionalDouble step = rates.step(recipe);
    OptionalDouble token = rates.token(recipe);
    if (step.isEmpty() || token.isEmpty()) {
      return new TimeEstimate(OptionalDouble.empty());
    }
    int runs = 1 + arm.arm().draft().grid().tries().size();
    double training = runs * arm.mostSteps() * step.getAsDouble();
    double measuring = (1 + points(arm, curve)) * arm.mostTokens() * token.getAsDouble();
    return new TimeEstimate(OptionalDouble.of(training + measuring));
  }

  private static int points(PlannedArm arm, CurveSource curve) {
    return switch (curve) {
      case CurveSource.None _ -> 0;
      case CurveSource.Weights weights -> weights.shares().size();
      case CurveSource.Checkpoints _ -> arm.mostSteps() / everySteps(arm);
    };
  }

  private static int everySteps(PlannedArm arm) {
    return arm.arm().draft().draft().recipe().train().orElseThrow().budget().checkpointEverySteps();
  }
}
