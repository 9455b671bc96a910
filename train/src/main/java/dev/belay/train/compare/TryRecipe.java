package dev.belay.train.compare;

import dev.belay.core.recipe.ArmDraft;
import dev.belay.core.recipe.DriftSpec;
import dev.belay.core.recipe.EvaluateSpec;
import dev.belay.core.recipe.EvaluateSpec.SuiteSpec;
import dev.belay.core.recipe.Recipe;
import dev.belay.core.recipe.SuiteSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The recipe of a try: the arm's training with other values, nothing published, and nothing
 * measured but what the grid is chosen by, asked directly.
 */
final class TryRecipe {

  private static final List<String> DIRECTLY = List.of("direct");

  private TryRecipe() {}

  /**
   * Makes one.
   *
   * @param set {@code key=value} pairs of the try
   */
  static Recipe of(ArmDraft arm, List<String> set) {
    Recipe recipe = arm.with(set).complete();
    List<SuiteSpec> hold = arm.grid().hold();
    Map<String, Object> resolved = new LinkedHashMap<>(recipe.resolved());
    resolved.remove("evaluate");
    resolved.remove("publish");
    if (!hold.isEmpty()) {
      resolved.put("evaluate", evaluate(hold, recipe.evaluate().judge()));
    }
    EvaluateSpec own = recipe.evaluate();
    EvaluateSpec measured =
        new EvaluateSpec(
            hold,
            hold.isEmpty() ? List.of() : DIRECTLY,
            List.of(),
            own.judge(),
            own.margin(),
            own.confidence(),
            own.judgeIsModelUnderTest(),
            new DriftSpec(false, 0, 2, DIRECTLY));
    return new Recipe(
        recipe.name(),
        recipe.seed(),
        recipe.model(),
        recipe.train(),
        measured,
        Optional.empty(),
        resolved);
  }

  private static Map<String, Object> evaluate(List<SuiteSpec> hold, String judge) {
    Map<String, Object> evaluate = new LinkedHashMap<>();
    evaluate.put("safety", hold.stream().map(TryRecipe::resolved).toList());
    evaluate.put("judge", judge);
    return evaluate;
  }

  private static Map<String, Object> resolved(SuiteSpec suite) {
    Map<String, Object> one = new LinkedHashMap<>();
    switch (suite.source()) {
      case SuiteSource.Known known -> one.put("suite", known.name());
      case SuiteSource.OwnFile file -> {
        one.put("path", file.path());
        if (!file.columns().isEmpty()) {
          one.put("columns", file.columns().byName());
        }
      }
    }
    one.put("name", suite.name());
    one.put("limit", suite.limit());
    one.put("max_tokens", suite.maxTokens());
    if (!suite.asked().stop().isEmpty()) {
      one.put("stop", suite.asked().stop());
    }
    return one;
  }
}
