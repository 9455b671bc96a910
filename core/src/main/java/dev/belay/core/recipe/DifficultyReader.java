package dev.belay.core.recipe;

import dev.belay.core.data.Difficulty;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads how hard generated samples are to be: {@code level} and {@code difficulty} of data. */
final class DifficultyReader {

  private static final Key LEVEL =
      Key.of("level", "how hard the puzzles of a generated dataset are, from 1; without it 1")
          .source("verifiers/logic.md");

  private static final Key DIFFICULTY =
      Key.of(
              "difficulty",
              "parameters of a generated dataset that are to differ from the level, by name;"
                  + " `belay data show NAME` lists them")
          .source("verifiers/logic.md");

  private DifficultyReader() {}

  static Difficulty read(Section section) {
    Integer level = whole(section, LEVEL, section.given(LEVEL, "whole number", "1 to 3", "absent"));
    if (level != null) {
      section.resolve(LEVEL, level);
    }
    YamlValue given = section.given(DIFFICULTY, "mapping", "", "absent");
    Map<String, Integer> parameters = new TreeMap<>();
    if (given instanceof YamlValue.Mapping mapping) {
      mapping
          .entries()
          .forEach(
              (name, value) -> {
                Integer number = whole(section, DIFFICULTY, value);
                if (number != null) {
                  parameters.put(name, number);
                }
              });
      section.resolve(DIFFICULTY, Map.copyOf(parameters));
    } else if (given != null) {
      section.issue(
          DIFFICULTY.name(),
          "found " + given.describe() + ", must be a mapping, such as { terms: 3 }.");
    }
    return new Difficulty(level, parameters);
  }

  private static @Nullable Integer whole(Section section, Key key, @Nullable YamlValue value) {
    if (value == null) {
      return null;
    }
    if (value instanceof YamlValue.Scalar(Object given, int _)
        && given instanceof Number number
        && number.doubleValue() == number.intValue()) {
      return number.intValue();
    }
    section.issue(key.name(), "found " + value.describe() + ", must be a whole number.");
    return null;
  }
}
