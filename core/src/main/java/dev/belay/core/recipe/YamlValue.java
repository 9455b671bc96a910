package dev.belay.core.recipe;

import java.util.List;
import java.util.Map;

/** YAML with its line numbers (1-based; 0 for values from the command line). */
sealed interface YamlValue {

  int line();

  /** How an error message names it. */
  String describe();

  /** A mapping, in the file's order. */
  record Mapping(Map<String, YamlValue> entries, int line) implements YamlValue {
    @Override
    public String describe() {
      return "a mapping";
    }
  }

  /** A sequence. */
  record Listing(List<YamlValue> items, int line) implements YamlValue {
    @Override
    public String describe() {
      return "a list";
    }
  }

  /** Text, a number or a truth value. */
  record Scalar(Object value, int line) implements YamlValue {
    @Override
    public String describe() {
      return value instanceof String ? "'" + value + "'" : String.valueOf(value);
    }
  }

  /** An explicit null. */
  record Nothing(int line) implements YamlValue {
    @Override
    public String describe() {
      return "nothing";
    }
  }
}
