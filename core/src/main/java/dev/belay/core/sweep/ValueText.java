package dev.belay.core.sweep;

import dev.belay.core.recipe.YamlValue;
import java.util.stream.Collectors;

/** A value as tables and exclusions name it. */
final class ValueText {

  private ValueText() {}

  /** {@code grpo}, {@code 0.05}, {@code [a, b]}, {@code {coef: 0.1}}. */
  static String of(YamlValue value) {
    return switch (value) {
      case YamlValue.Scalar(Double number, int _) -> number.toString().replace('E', 'e');
      case YamlValue.Scalar(Object scalar, int _) -> String.valueOf(scalar);
      case YamlValue.Nothing _ -> "null";
      case YamlValue.Listing listing ->
          listing.items().stream().map(ValueText::of).collect(Collectors.joining(", ", "[", "]"));
      case YamlValue.Mapping mapping ->
          mapping.entries().entrySet().stream()
              .map(entry -> entry.getKey() + ": " + of(entry.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
    };
  }
}
