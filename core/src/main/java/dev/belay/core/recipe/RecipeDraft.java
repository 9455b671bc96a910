package dev.belay.core.recipe;

import java.util.List;
import java.util.Map;

/**
 * A recipe as far as it could be read. Where a value will not do, its default stands in for it, so
 * that the rest can be checked and all that is wrong be said at once.
 *
 * @param recipe what was read; to be run only if there are no issues
 * @param issues what is wrong so far; whoever checks further adds to them
 */
public record RecipeDraft(Recipe recipe, RecipeIssues issues) {

  /** A recipe without faults, made by code. */
  public static RecipeDraft of(Recipe recipe) {
    return new RecipeDraft(
        recipe, new RecipeIssues(recipe.name(), new YamlValue.Mapping(Map.of(), 0), List.of()));
  }

  /**
   * The recipe, if nothing is wrong with it.
   *
   * @throws dev.belay.core.error.BadInputException with all issues otherwise
   */
  public Recipe complete() {
    issues.throwIfAny();
    return recipe;
  }
}
