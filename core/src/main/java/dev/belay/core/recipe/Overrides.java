package dev.belay.core.recipe;

import dev.belay.core.error.BadInputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code --set train.optimizer.learning_rate=1e-5}: replaces values of a recipe before it is read,
 * so that they pass the same checks. {@code data[0].limit} reaches into a list.
 */
final class Overrides {

  private Overrides() {}

  static YamlValue.Mapping apply(YamlValue.Mapping recipe, List<String> overrides) {
    List<String> issues = new ArrayList<>();
    RecipeFiles files = RecipeFiles.ofCommandLine();
    YamlValue result = recipe;
    for (String override : overrides) {
      int equals = override.indexOf('=');
      if (equals <= 0) {
        issues.add("--set " + override + ": must be key=value, such as seed=3.");
        continue;
      }
      String path = override.substring(0, equals);
      String text = override.substring(equals + 1);
      YamlValue value =
          text.isEmpty()
              ? new YamlValue.Scalar("", 0)
              : withoutLines(YamlReader.read(text, "--set " + path));
      try {
        result = at(result, path, files.located(path, value));
      } catch (IllegalArgumentException e) {
        issues.add("--set " + path + ": " + e.getMessage());
      }
    }
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
    return (YamlValue.Mapping) result;
  }

  /**
   * Replaces the value at one path.
   *
   * @throws IllegalArgumentException if nothing can stand there; the message says why
   */
  static YamlValue at(YamlValue recipe, String path, YamlValue value) {
    return replace(recipe, List.of(path.replace("[", ".[").split("\\.", -1)), value);
  }

  /** The same with a value from outside, which has no line in the file. */
  static YamlValue.Mapping replace(YamlValue.Mapping recipe, String path, YamlValue value) {
    return (YamlValue.Mapping) at(recipe, path, withoutLines(value));
  }

  /** Values from outside have no line in the file. */
  private static YamlValue withoutLines(YamlValue value) {
    return switch (value) {
      case YamlValue.Scalar(Object scalar, int _) -> new YamlValue.Scalar(scalar, 0);
      case YamlValue.Nothing _ -> new YamlValue.Nothing(0);
      case YamlValue.Listing(List<YamlValue> items, int _) ->
          new YamlValue.Listing(items.stream().map(Overrides::withoutLines).toList(), 0);
      case YamlValue.Mapping(Map<String, YamlValue> entries, int _) -> {
        Map<String, YamlValue> copy = new LinkedHashMap<>();
        entries.forEach((key, item) -> copy.put(key, withoutLines(item)));
        yield new YamlValue.Mapping(copy, 0);
      }
    };
  }

  private static YamlValue replace(YamlValue at, List<String> path, YamlValue value) {
    if (path.isEmpty()) {
      return value;
    }
    String step = path.getFirst();
    List<String> rest = path.subList(1, path.size());
    if (step.startsWith("[")) {
      return replaceItem(at, step, rest, value);
    }
    Map<String, YamlValue> entries = new LinkedHashMap<>();
    if (at instanceof YamlValue.Mapping mapping) {
      entries.putAll(mapping.entries());
    } else if (!(at instanceof YamlValue.Nothing)) {
      throw new IllegalArgumentException(
          "'" + step + "' cannot be set inside " + at.describe() + ".");
    }
    YamlValue inner = entries.getOrDefault(step, new YamlValue.Nothing(0));
    entries.put(step, replace(inner, rest, value));
    return new YamlValue.Mapping(entries, at.line());
  }

  private static YamlValue replaceItem(
      YamlValue at, String step, List<String> rest, YamlValue value) {
    if (!(at instanceof YamlValue.Listing listing) || !step.matches("\\[[0-9]{1,6}\\]")) {
      throw new IllegalArgumentException("'" + step + "' needs a list there, such as data[0].");
    }
    int index = Integer.parseInt(step.substring(1, step.length() - 1));
    if (index >= listing.items().size()) {
      throw new IllegalArgumentException(
          "the list has " + listing.items().size() + " items, counted from 0.");
    }
    List<YamlValue> items = new ArrayList<>(listing.items());
    items.set(index, replace(items.get(index), rest, value));
    return new YamlValue.Listing(List.copyOf(items), listing.line());
  }
}
