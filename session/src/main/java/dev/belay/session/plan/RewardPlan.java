package dev.belay.session.plan;

import dev.belay.core.data.DataLocations;
import dev.belay.core.data.DatasetCatalog;
import dev.belay.core.data.Problem;
import dev.belay.core.error.BadInputException;
import dev.belay.core.recipe.RecipeDraft;
import dev.belay.core.recipe.TrainSpec;
import dev.belay.core.verify.Verifier;
import dev.belay.core.verify.Verifiers;
import dev.belay.safety.judge.RefusalPatternJudge;
import dev.belay.torch.catalog.ModelStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who decides what completions earn by a recipe, and the problems that it trains on; neither its
 * model nor what it measures is looked at.
 *
 * @param problems with references that the verifiers can read
 * @param verifiers of the reward, behind their gates; empty leaves each problem to the verifier of
 *     its kind
 */
public record RewardPlan(List<Problem> problems, List<Verifier> verifiers) {

  public RewardPlan {
    problems = List.copyOf(problems);
    verifiers = List.copyOf(verifiers);
  }

  /**
   * Reads the training data of a recipe and finds its verifiers.
   *
   * @throws BadInputException with all that is wrong, or when no verifier takes part
   */
  public static RewardPlan of(RecipeDraft draft, DataLocations locations, ModelStore models) {
    TrainingPlanner planner =
        new TrainingPlanner(
            new TrainingData(DatasetCatalog.standard(locations), draft.recipe().seed()),
            models,
            new RefusalPatternJudge(),
            draft.issues());
    Optional<TrainSpec> train =
        draft.recipe().train().filter(_ -> !draft.issues().isWrong("train.method"));
    Optional<RewardPlan> plan = train.map(planner::plan).map(RewardPlan::of);
    draft.issues().throwIfAny();
    return plan.filter(found -> !found.problems().isEmpty())
        .orElseThrow(
            () ->
                new BadInputException(
                    "%s: no verifier takes part in its training; give a recipe with a reward of verifiers, or with completions or pairs that one tells apart."
                        .formatted(draft.recipe().name())));
  }

  private static RewardPlan of(TrainingPlan plan) {
    return switch (plan) {
      case TrainingPlan.Rlvr rlvr ->
          new RewardPlan(
              rlvr.verifiers().isEmpty() ? List.of() : rlvr.problems(), rlvr.verifiers());
      case TrainingPlan.Sft sft -> new RewardPlan(sft.problems(), sft.verifier().stream().toList());
      case PreferencePlan pairs ->
          new RewardPlan(pairs.problems(), pairs.verifier().stream().toList());
    };
  }

  /**
   * The problems that each verifier judges.
   *
   * @param most problems in all, evenly taken from those that there are
   */
  public Map<Verifier, List<Problem>> byVerifier(int most) {
    List<Problem> some = evenly(problems, most);
    Map<Verifier, List<Problem>> judged = new LinkedHashMap<>();
    verifiers.forEach(verifier -> judged.put(verifier, some));
    if (!verifiers.isEmpty()) {
      return judged;
    }
    Map<String, Verifier> kinds = new LinkedHashMap<>();
    for (Problem problem : some) {
      Verifier kind = Verifiers.of(problem);
      Verifier first = kinds.computeIfAbsent(kind.name(), _ -> kind);
      judged.computeIfAbsent(first, _ -> new ArrayList<>()).add(problem);
    }
    return judged;
  }

  private static List<Problem> evenly(List<Problem> all, int most) {
    if (all.size() <= most) {
      return all;
    }
    List<Problem> some = new ArrayList<>(most);
    for (int i = 0; i < most; i++) {
      some.add(all.get((int) ((long) i * all.size() / most)));
    }
    return List.copyOf(some);
  }
}
