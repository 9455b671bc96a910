package dev.belay.core.recipe;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Files that suites name, made absolute where they lie in the folder of the file that names them:
 * what is made of a recipe, such as the copy in a run's folder, then finds them too. Others are
 * left as they are, and looked for in the folder that Belay runs in.
 */
final class SuitePaths {

  private SuitePaths() {}

  /** The same recipe, whose {@code evaluate} section finds its files. */
  static YamlValue.Mapping under(Path recipe, YamlValue.Mapping root) {
    if (!(root.entries().get("evaluate") instanceof YamlValue.Mapping evaluate)) {
      return root;
    }
    Map<String, YamlValue> entries = new LinkedHashMap<>(evaluate.entries());
    for (EvaluateSpec.Purpose purpose : EvaluateSpec.Purpose.values()) {
      if (entries.get(purpose.snakeCase()) instanceof YamlValue.Listing listing) {
        List<YamlValue> items = new ArrayList<>();
        listing.items().forEach(item -> items.add(suite(recipe, item)));
        entries.put(purpose.snakeCase(), new YamlValue.Listing(items, listing.line()));
      }
    }
    return with(root, "evaluate", new YamlValue.Mapping(entries, evaluate.line()));
  }

  private static YamlValue suite(Path recipe, YamlValue item) {
    return item instanceof YamlValue.Mapping mapping
        ? ofSuite(recipe, mapping)
        : located(recipe, item);
  }

  /** The same suite, which finds its files. */
  static YamlValue.Mapping ofSuite(Path settings, YamlValue.Mapping suite) {
    YamlValue.Mapping found = located(settings, suite, "path");
    return found.entries().get("fewshot") instanceof YamlValue.Mapping fewshot
        ? with(found, "fewshot", located(settings, fewshot, "from"))
        : found;
  }

  private static YamlValue.Mapping located(Path file, YamlValue.Mapping mapping, String key) {
    YamlValue value = mapping.entries().get(key);
    return value == null ? mapping : with(mapping, key, located(file, value));
  }

  private static YamlValue located(Path file, YamlValue value) {
    if (!(value instanceof YamlValue.Scalar(Object given, int line))
        || !(given instanceof String text)
        || !SuiteName.isFile(text)) {
      return value;
    }
    String path = text.replaceFirst("\\?$", "").replaceFirst(":[0-9]+$", "");
    try {
      Path beside = file.toAbsolutePath().normalize().resolveSibling(path).normalize();
      return Path.of(path).isAbsolute() || !Files.exists(beside)
          ? value
          : new YamlValue.Scalar(beside + text.substring(path.length()), line);
    } catch (InvalidPathException e) {
      return value; // Whoever opens it says so.
    }
  }

  private static YamlValue.Mapping with(YamlValue.Mapping mapping, String key, YamlValue value) {
    Map<String, YamlValue> entries = new LinkedHashMap<>(mapping.entries());
    entries.put(key, value);
    return new YamlValue.Mapping(entries, mapping.line());
  }
}
