package dev.belay.cli.compare;

import dev.belay.core.recipe.Recipe;
import dev.belay.safety.eval.Prose;
import dev.belay.safety.eval.TextTable;
import dev.belay.train.compare.ComparisonPlan;
import dev.belay.train.compare.CurveSource;
import dev.belay.train.compare.PlannedArm;
import dev.belay.train.compare.TimeEstimate;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a comparison will run, in lines of at most {@value Prose#WIDTH} columns. */
final class PlanText {

  private static final List<String> HEADER =
      List.of("arm", "method", "data", "steps", "tries", "time at most");

  private static final String UNKNOWN = "not known yet";

  private PlanText() {}

  /** The plan; lines end with {@code \n}. */
  static String of(ComparisonPlan plan) {
    PlannedArm first = plan.arms().getFirst();
    Recipe recipe = first.arm().draft().draft().recipe();
    StringBuilder text =
        new StringBuilder(
            Prose.wrap(
                "%d arms from %s, seed %d"
                    .formatted(plan.arms().size(), recipe.model().name(), recipe.seed())));
    text.append(Prose.wrap("Measured, the base once and each arm after: " + suites(first), "  "));
    text.append(Prose.wrap("Curves: " + curve(plan.curve()), "  "));
    text.append(table(plan));
    if (plan.estimates().stream().anyMatch(estimate -> estimate.seconds().isEmpty())) {
      text.append(
          Prose.wrap(
              "A time is not known until this machine has run an arm of that kind once.", "  "));
    }
    plan.arms().stream()
        .flatMap(arm -> arm.notes().stream())
        .distinct()
        .forEach(note -> text.append(Prose.wrap(note, "  ")));
    return text.toString();
  }

  private static String suites(PlannedArm arm) {
    return arm.suites().stream()
        .map(suite -> "%s (%d prompts)".formatted(suite.suite(), suite.prompts()))
        .collect(Collectors.joining(", "));
  }

  private static String curve(CurveSource curve) {
    return switch (curve) {
      case CurveSource.None _ -> "none, the tuned models are compared as they are";
      case CurveSource.Checkpoints _ -> "every checkpoint of an arm is measured";
      case CurveSource.Weights(List<Double> shares) ->
          "weights between base and tuned model, at %s of the way"
              .formatted(shares.stream().map(String::valueOf).collect(Collectors.joining(", ")));
    };
  }

  private static String table(ComparisonPlan plan) {
    TextTable table = new TextTable(HEADER, Set.of(0, 1));
    for (int i = 0; i < plan.arms().size(); i++) {
      PlannedArm arm = plan.arms().get(i);
      table.add(
          List.of(
              arm.arm().label(),
              arm.method(),
              Integer.toString(arm.samples()),
              (arm.stopsEarly() ? "up to " : "") + arm.mostSteps(),
              Integer.toString(Math.max(1, arm.arm().draft().grid().tries().size())),
              time(plan.estimates().get(i))));
    }
    return table.printWithin(Prose.WIDTH);
  }

  private static String time(TimeEstimate estimate) {
    if (estimate.seconds().isEmpty()) {
      return UNKNOWN;
    }
    Duration time = Duration.ofSeconds(Math.round(estimate.seconds().getAsDouble()));
    return time.toHours() > 0
        ? "%d h %02d min".formatted(time.toHours(), time.toMinutesPart())
        : time.toMinutes() > 0
            ? "%d min".formatted(time.toMinutes() + 1)
            : "%d s".formatted(Math.max(1, time.toSeconds()));
  }
}
