package dev.belay.core.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** YAML with its line numbers (1-based; 0 for values from the command line). */
public sealed interface YamlValue {

  /** Where it stands in its file. */
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

  /** Plain data: maps, lists, text, numbers, truth values, and null for nothing. */
  static @Nullable Object plain(YamlValue value) {
    return switch (value) {
      case Mapping mapping -> {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        mapping.entries().forEach((key, item) -> plain.put(key, plain(item)));
        yield plain;
      }
      case Listing listing -> {
        List<@Nullable Object> plain = new ArrayList<>();
        listing.items().forEach(item -> plain.add(plain(item)));
        yield plain;
      }
      case Scalar scalar -> scalar.value();
      case Nothing _ -> null;
    };
  }
}
