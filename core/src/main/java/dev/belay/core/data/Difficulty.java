package dev.belay.core.data;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How hard the samples of a generated dataset are to be.
 *
 * @param level one of the dataset's levels, from 1; null where none is asked for
 * @param parameters what is to differ from the level, by the names of the dataset's parameters
 */
public record Difficulty(@Nullable Integer level, Map<String, Integer> parameters) {

  /** The dataset's own choice. */
  public static final Difficulty STANDARD = new Difficulty(null, Map.of());

  public Difficulty {
    parameters = Map.copyOf(parameters);
  }

  public static Difficulty ofLevel(int level) {
    return new Difficulty(level, Map.of());
  }

  public boolean isStandard() {
    return level == null && parameters.isEmpty();
  }

  /** The level, or the given one where none is asked for. */
  public int levelOr(int standard) {
    return level == null ? standard : level;
  }
}
