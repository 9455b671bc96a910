package dev.belay.core.sweep;

import dev.belay.core.recipe.YamlValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a sweep varies: one key of the recipe, or keys that change together under a name.
 *
 * @param name the key, or the name
 * @param named whether it is a name
 * @param values what it takes, at least one
 */
public record Axis(String name, boolean named, List<Value> values) {

  /** The key that seeds stand at. */
  public static final String SEED = "seed";

  public Axis {
    values = List.copyOf(values);
  }

  /**
   * One value of an axis.
   *
   * @param text as tables show it
   * @param place property path in the sweep's file
   * @param line 1-based
   * @param settings what it sets in the recipe, by key
   */
  public record Value(String text, String place, int line, Map<String, YamlValue> settings) {}

  /** Whether its values are seeds, which results are pooled over. */
  public boolean isSeed() {
    return !named && name.equals(SEED);
  }

  /** The value with that text. */
  public Optional<Value> value(String text) {
    return values.stream().filter(value -> value.text().equals(text)).findFirst();
  }
}
