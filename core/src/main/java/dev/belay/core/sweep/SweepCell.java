package dev.belay.core.sweep;

import dev.belay.core.hash.Sha256;
import dev.belay.core.recipe.RecipeDraft;
import dev.belay.core.recipe.RecipeWriter;
import dev.belay.core.recipe.YamlValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One run of a sweep.
 *
 * @param index its place in the grid, from 0
 * @param names of the axes
 * @param choices a value of each axis, in their order
 * @param draft its recipe
 */
public record SweepCell(
    int index, List<String> names, List<Axis.Value> choices, RecipeDraft draft) {

  private static final int ID_LENGTH = 16;

  public SweepCell {
    names = List.copyOf(names);
    choices = List.copyOf(choices);
  }

  /** What the choices set, by key of the recipe. */
  static Map<String, YamlValue> settings(List<Axis.Value> choices) {
    Map<String, YamlValue> settings = new LinkedHashMap<>();
    choices.forEach(choice -> settings.putAll(choice.settings()));
    return settings;
  }

  /** The recipe with every default, as the cell runs it. */
  public String yaml() {
    return RecipeWriter.yaml(draft.recipe().resolved());
  }

  /** Names its folder: the hash of {@link #yaml}, so that equal recipes are one cell. */
  public String id() {
    return Sha256.of(yaml()).substring(0, ID_LENGTH);
  }

  /** The chosen values by axis. */
  public Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      values.put(names.get(i), choices.get(i).text());
    }
    return values;
  }

  /** In words: {@code train.algorithm=rloo, seed=17}. */
  public String words() {
    return values().entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(", "));
  }
}
