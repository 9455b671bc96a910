package dev.belay.train.compare;

import dev.belay.core.error.BadInputException;
import dev.belay.core.recipe.ArmDraft;
import dev.belay.core.recipe.RecipeDraft;
import dev.belay.core.recipe.RecipeWriter;
import dev.belay.session.plan.SuitePlan;
import dev.belay.train.experiment.ExperimentRunner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The tries of an arm, each planned twice before any is trained: as it is tried, and as the arm
 * would run with it. So a value that no data, model or suite goes with is found in a minute, not
 * after the hours of the tries before it.
 */
final class PlannedTries {

  private final ArmDraft arm;
  private final ExperimentRunner runner;
  private final List<String> issues = new ArrayList<>();
  private final Map<String, Set<String>> triesByIssue = new LinkedHashMap<>();
  private final Map<String, String> tryByRecipe = new LinkedHashMap<>();

  private PlannedTries(ArmDraft arm, ExperimentRunner runner) {
    this.arm = arm;
    this.runner = runner;
  }

  /**
   * Plans them.
   *
   * @return the recipes with which the arm may run, with every default; none for an untuned arm
   * @throws BadInputException with everything that is wrong with any of them, each fault once
   */
  static List<String> of(ArmDraft arm, ExperimentRunner runner) {
    PlannedTries planned = new PlannedTries(arm, runner);
    arm.grid().tries().forEach(planned::plan);
    planned.finish();
    return List.copyOf(planned.tryByRecipe.keySet());
  }

  private void plan(List<String> set) {
    String words = String.join(" ", set);
    noting(
        words,
        UnaryOperator.identity(),
        () ->
            runner.plan(
                arm.with(set),
                own -> {
                  note(words, RecipeWriter.yaml(own.recipe().resolved()));
                  noting(words, ChosenBy::ofHold, () -> planAsTried(set, own.suites()));
                  return own;
                }));
  }

  private void planAsTried(List<String> set, SuitePlan reported) {
    runner.plan(
        RecipeDraft.of(TryRecipe.of(arm, set)),
        tried -> issues.addAll(ChosenBy.issues(arm, tried.suites(), reported)));
  }

  private void note(String words, String recipe) {
    String earlier = tryByRecipe.putIfAbsent(recipe, words);
    if (earlier != null) {
      issues.add(
          "%s: tune: %s and %s are one recipe, and would count as two tries; leave one of them out."
              .formatted(arm.file(), earlier, words));
    }
  }

  /** Notes what is wrong, as a try has it, in the words of an arm. */
  private void noting(String words, UnaryOperator<String> asArm, Runnable planning) {
    try {
      planning.run();
    } catch (BadInputException e) {
      e.issues()
          .forEach(
              issue ->
                  triesByIssue
                      .computeIfAbsent(asArm.apply(issue), _ -> new LinkedHashSet<>())
                      .add(words));
    }
  }

  private void finish() {
    int tries = arm.grid().tries().size();
    triesByIssue.forEach(
        (issue, of) ->
            issues.add(
                of.size() == tries
                    ? issue
                    : "%s (try %s)".formatted(issue, String.join("; ", of))));
    if (!issues.isEmpty()) {
      throw new BadInputException(issues.stream().distinct().toList());
    }
  }
}
