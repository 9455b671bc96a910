package dev.belay.train.compare;

import dev.belay.core.error.BadInputException;
import dev.belay.core.recipe.Recipe;
import dev.belay.core.recipe.RecipeArms;
import dev.belay.core.recipe.RecipeSource;
import dev.belay.core.recipe.RewardModelSpec;
import dev.belay.session.plan.ExperimentPlan;
import dev.belay.train.experiment.ExperimentRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Arms that were all planned, and found to differ in nothing but how they train. Making it runs
 * nothing and leaves nothing behind.
 *
 * @param arms at least two
 * @param curve where their points come from
 * @param estimates of each arm's time, in the arms' order
 */
public record ComparisonPlan(
    List<PlannedArm> arms, CurveSource curve, List<TimeEstimate> estimates) {

  public ComparisonPlan {
    arms = List.copyOf(arms);
    estimates = List.copyOf(estimates);
  }

  /**
   * Plans arms.
   *
   * @param arms as they were read
   * @param found what is wrong with their files beside the recipes
   * @param out the comparison's folder, which may hold some of the arms already
   * @throws BadInputException with everything that is wrong with any arm, and with their being
   *     compared
   */
  public static ComparisonPlan of(
      List<Arm> arms,
      List<String> found,
      CurveSource curve,
      ExperimentRunner runner,
      MachineRates rates,
      Path out) {
    Planning planning = new Planning(arms, runner);
    List<PlannedArm> planned = planning.planned();
    List<String> issues = new ArrayList<>(found);
    issues.addAll(planning.issues());
    if (found.isEmpty() && arms.size() < 2) {
      issues.add(
          "%d arm to compare; give two recipes or more, or one with arms: in it."
              .formatted(arms.size()));
    }
    issues.addAll(ArmAgreement.differences(planned));
    issues.addAll(publishedTwice(planned));
    planned.forEach(arm -> otherRecipe(arm, out).ifPresent(issues::add));
    if (!issues.isEmpty()) {
      throw new BadInputException(issues.stream().distinct().toList());
    }
    return new ComparisonPlan(
        planned, curve, planned.stream().map(arm -> TimeEstimate.of(arm, curve, rates)).toList());
  }

  /** Arms as recipes have them. */
  public static List<Arm> arms(RecipeArms.Read read) {
    return read.arms().stream().map(Arm::of).toList();
  }

  private static List<String> publishedTwice(List<PlannedArm> arms) {
    Map<String, String> publishers = new LinkedHashMap<>();
    List<String> issues = new ArrayList<>();
    for (PlannedArm arm : arms) {
      recipe(arm)
          .publish()
          .ifPresent(
              name -> {
                String earlier = publishers.put(name, arm.name());
                if (earlier != null) {
                  issues.add(
                      "arms %s and %s: both publish as %s; give publish to one of them."
                          .formatted(earlier, arm.name(), name));
                }
              });
    }
    return issues;
  }

  private static Recipe recipe(PlannedArm arm) {
    return arm.arm().draft().draft().recipe();
  }

  /** What is wrong with going on with an arm that was begun with none of its recipes. */
  private static Optional<String> otherRecipe(PlannedArm arm, Path out) {
    Path there = ArmFolders.of(out).run(arm.name()).resolve("recipe.resolved.yaml");
    try {
      if (!Files.exists(there)) {
        return Optional.empty();
      }
      String begun = Files.readString(there);
      return arm.resolved().stream().anyMatch(one -> RecipeSource.areSame(begun, one))
          ? Optional.empty()
          : Optional.of(
              "%s: the arm %s was started with another recipe (see recipe.resolved.yaml there). Use the same recipe and the same --set, or choose another --out."
                  .formatted(ArmFolders.of(out).run(arm.name()), arm.name()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + there + ": " + e.getMessage(), e);
    }
  }

  /** Plans arm after arm and collects what is wrong; what several arms share is said once. */
  private static final class Planning {

    private final List<Arm> arms;
    private final List<PlannedArm> planned = new ArrayList<>();
    private final Map<String, List<Arm>> wrong = new LinkedHashMap<>();

    Planning(List<Arm> arms, ExperimentRunner runner) {
      this.arms = arms;
      for (Arm arm : arms) {
        try {
          PlannedArm own =
              runner.plan(arm.draft().draft(), plan -> PlannedArm.of(arm, comparable(arm, plan)));
          planned.add(own); // Compared with the others even where a try of it is wrong.
          if (!arm.draft().grid().isEmpty()) {
            planned.set(planned.size() - 1, own.tuned(PlannedTries.of(arm.draft(), runner)));
          }
        } catch (BadInputException e) {
          e.issues()
              .forEach(issue -> wrong.computeIfAbsent(issue, _ -> new ArrayList<>()).add(arm));
        }
      }
    }

    private static ExperimentPlan comparable(Arm arm, ExperimentPlan plan) {
      List<String> issues = new ArrayList<>();
      boolean trains =
          plan.recipe().train().filter(train -> !(train instanceof RewardModelSpec)).isPresent();
      if (!trains) {
        issues.add(
            "%s: the arm %s trains no model that completes prompts; add train (sft, rlvr or dpo)."
                .formatted(arm.draft().file(), arm.name()));
      }
      if (plan.suites().planned().isEmpty()) {
        issues.add(
            "%s: the arm %s measures nothing, so there is nothing to compare; add evaluate."
                .formatted(arm.draft().file(), arm.name()));
      }
      if (!issues.isEmpty()) {
        throw new BadInputException(issues);
      }
      return plan;
    }

    List<PlannedArm> planned() {
      return List.copyOf(planned);
    }

    List<String> issues() {
      List<String> issues = new ArrayList<>();
      wrong.forEach((issue, of) -> issues.add(named(issue, of)));
      return issues;
    }

    /** An issue with the arms that it is of, where the file has others. */
    private String named(String issue, List<Arm> of) {
      String file = of.getFirst().draft().file();
      long inFile = arms.stream().filter(arm -> arm.draft().file().equals(file)).count();
      return of.size() == inFile || issue.contains("the arm ")
          ? issue
          : "%s (arm %s)".formatted(issue, String.join(", ", of.stream().map(Arm::name).toList()));
    }
  }
}
