package dev.belay.verify.puzzle.generator;

import dev.belay.core.error.BadInputException;
import dev.belay.core.error.DidYouMean;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How hard the puzzles of a generator are to be: a value for each of its parameters.
 *
 * @param values by name
 */
public record Settings(Map<String, Integer> values) {

  public Settings {
    values = Map.copyOf(values);
  }

  /**
   * Those of a level, with some parameters set by hand.
   *
   * @param level from 1
   * @throws BadInputException for a level, a name or a value that there is not
   */
  public static Settings of(List<Parameter> parameters, int level, Map<String, Integer> changed) {
    List<String> issues = new ArrayList<>();
    if (level < 1 || level > Parameter.LEVELS) {
      issues.add(
          "level: found %d, must be a whole number from 1 to %d."
              .formatted(level, Parameter.LEVELS));
    }
    Map<String, Integer> values = new TreeMap<>();
    for (Parameter parameter : parameters) {
      int usual = parameter.levels().get(Math.clamp(level, 1, Parameter.LEVELS) - 1);
      int value = changed.getOrDefault(parameter.name(), usual);
      if (value < parameter.least() || value > parameter.most()) {
        issues.add(
            "difficulty.%s: found %d, must be a whole number from %d to %d (%s)."
                .formatted(
                    parameter.name(),
                    value,
                    parameter.least(),
                    parameter.most(),
                    parameter.meaning()));
      }
      values.put(parameter.name(), value);
    }
    List<String> names = parameters.stream().map(Parameter::name).toList();
    for (String name : changed.keySet().stream().sorted().toList()) {
      if (!names.contains(name)) {
        issues.add(
            "difficulty.%s: unknown parameter.%s Parameters: %s."
                .formatted(name, DidYouMean.hint(name, names), String.join(", ", names)));
      }
    }
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
    return new Settings(values);
  }

  /** The value of a parameter. */
  public int get(String parameter) {
    Integer value = values.get(parameter);
    if (value == null) {
      throw new IllegalArgumentException("no parameter " + parameter);
    }
    return value;
  }

  /** Such as {@code largest 20, terms 3}; always the same for the same values. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    new TreeMap<>(values).forEach((name, value) -> parts.add(name + " " + value));
    return String.join(", ", parts);
  }
}
