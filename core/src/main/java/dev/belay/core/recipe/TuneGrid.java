package dev.belay.core.recipe;

import dev.belay.core.recipe.EvaluateSpec.SuiteSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The values among which an arm of a comparison is tuned, key by key; every combination is a try.
 *
 * @param values of each key of the recipe, at least one; no key for an arm that is not tuned
 * @param hold suites of harmful requests on which every try is measured, and by which one is
 *     chosen; none where validation problems alone decide
 */
public record TuneGrid(Map<String, List<String>> values, List<SuiteSpec> hold) {

  /** An arm as its recipe says, without a try. */
  public static final TuneGrid NONE = new TuneGrid(Map.of(), List.of());

  public TuneGrid {
    Map<String, List<String>> copy = new LinkedHashMap<>();
    values.forEach((key, each) -> copy.put(key, List.copyOf(each)));
    values = copy;
    hold = List.copyOf(hold);
  }

  /** Whether nothing is tuned. */
  public boolean isEmpty() {
    return values.isEmpty();
  }

  /** Every combination, each as {@code key=value} pairs in the order of the keys. */
  public List<List<String>> tries() {
    if (values.isEmpty()) {
      return List.of();
    }
    List<List<String>> tries = new ArrayList<>();
    tries.add(List.of());
    values.forEach(
        (key, each) -> {
          List<List<String>> longer = new ArrayList<>();
          for (List<String> begun : tries) {
            for (String value : each) {
              List<String> one = new ArrayList<>(begun);
              one.add(key + "=" + value);
              longer.add(List.copyOf(one));
            }
          }
          tries.clear();
          tries.addAll(longer);
        });
    return List.copyOf(tries);
  }
}
