package dev.belay.core.recipe;

import dev.belay.core.error.DidYouMean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoublePredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of a recipe while it is being read. Each getter takes a key's value or its default,
 * notes an issue when the value will not do (and goes on with the default), and remembers the
 * resolved value; {@link #finish} then reports the keys that nobody asked for.
 */
final class Section {

  private final YamlValue.Mapping mapping;
  private final String path;
  private final RecipeIssues issues;
  private final Set<String> known = new LinkedHashSet<>();
  private final Map<String, Object> resolved = new LinkedHashMap<>();

  Section(YamlValue.Mapping mapping, String path, RecipeIssues issues) {
    this.mapping = mapping;
    this.path = path;
    this.issues = issues;
  }

  /** The values taken so far, defaults included, in the order of asking. */
  Map<String, Object> resolved() {
    return resolved;
  }

  boolean has(String key) {
    return mapping.entries().containsKey(key);
  }

  int line() {
    return mapping.line();
  }

  String pathOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  void issue(String key, String what) {
    YamlValue value = mapping.entries().get(key);
    issues.add(value == null ? mapping.line() : value.line(), pathOf(key), what);
  }

  String requiredText(String key) {
    return text(key, null);
  }

  String text(String key, @Nullable String fallback) {
    return take(key, fallback, "", "text", value -> value instanceof String s ? s : null);
  }

  Optional<String> optionalText(String key) {
    known.add(key);
    return has(key) ? Optional.of(text(key, "")) : Optional.empty();
  }

  boolean flag(String key, boolean fallback) {
    return take(
        key, fallback, false, "true or false", value -> value instanceof Boolean b ? b : null);
  }

  long wholeNumber(String key, @Nullable Long fallback, long least) {
    return take(
        key,
        fallback,
        least,
        "a whole number of at least " + least,
        value ->
            value instanceof Number n && isWhole(n) && n.longValue() >= least
                ? Long.valueOf(n.longValue())
                : null);
  }

  int count(String key, @Nullable Integer fallback, int least) {
    Long given = fallback == null ? null : Long.valueOf(fallback);
    long value = wholeNumber(key, given, least);
    if (value > Integer.MAX_VALUE) {
      issue(key, "found " + value + ", the largest allowed is " + Integer.MAX_VALUE + ".");
      return least;
    }
    return (int) value;
  }

  double number(String key, @Nullable Double fallback, DoublePredicate allowed, String wanted) {
    return take(
        key,
        fallback,
        0.0,
        wanted,
        value ->
            value instanceof Number n
                    && Double.isFinite(n.doubleValue())
                    && allowed.test(n.doubleValue())
                ? Double.valueOf(n.doubleValue())
                : null);
  }

  /** An enum by its name in lower case. */
  <E extends Enum<E>> E choice(String key, Class<E> type, @Nullable E fallback) {
    Map<String, E> names = new LinkedHashMap<>();
    for (E constant : type.getEnumConstants()) {
      names.put(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'), constant);
    }
    String fallbackName =
        fallback == null ? null : fallback.name().toLowerCase(Locale.ROOT).replace('_', '-');
    String first = names.keySet().iterator().next();
    String name =
        take(
            key,
            fallbackName,
            first,
            "one of " + String.join(", ", names.keySet()),
            value -> value instanceof String s && names.containsKey(s) ? s : null);
    return names.getOrDefault(name, type.getEnumConstants()[0]);
  }

  List<String> texts(String key, List<String> fallback) {
    known.add(key);
    YamlValue value = mapping.entries().get(key);
    List<String> taken = fallback;
    if (value instanceof YamlValue.Listing listing) {
      taken = new ArrayList<>();
      for (int i = 0; i < listing.items().size(); i++) {
        if (listing.items().get(i) instanceof YamlValue.Scalar(Object item, int _)
            && item instanceof String text) {
          taken.add(text);
        } else {
          issues.add(listing.items().get(i).line(), pathOf(key) + "[" + i + "]", "must be text.");
        }
      }
    } else if (value != null) {
      issue(key, "found " + value.describe() + ", must be a list, such as [ a, b ].");
    }
    resolved.put(key, List.copyOf(taken));
    return List.copyOf(taken);
  }

  /** A nested mapping; an empty one when absent. */
  <T> T section(String key, Function<Section, T> read) {
    known.add(key);
    YamlValue value = mapping.entries().get(key);
    YamlValue.Mapping inner = new YamlValue.Mapping(Map.of(), mapping.line());
    if (value instanceof YamlValue.Mapping given) {
      inner = given;
    } else if (value != null) {
      issue(key, "found " + value.describe() + ", must be a mapping, such as { key: value }.");
    }
    Section section = new Section(inner, pathOf(key), issues);
    T taken = read.apply(section);
    section.finish();
    resolved.put(key, section.resolved);
    return taken;
  }

  <T> Optional<T> optionalSection(String key, Function<Section, T> read) {
    known.add(key);
    return has(key) ? Optional.of(section(key, read)) : Optional.empty();
  }

  /** A list of mappings; a single mapping counts as a list of one. */
  <T> List<T> sections(String key, Function<Section, T> read) {
    known.add(key);
    YamlValue value = mapping.entries().get(key);
    List<YamlValue> items =
        switch (value) {
          case null -> List.of();
          case YamlValue.Listing listing -> listing.items();
          default -> List.of(value);
        };
    List<T> taken = new ArrayList<>();
    List<Object> resolvedItems = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      String itemPath = pathOf(key) + "[" + i + "]";
      if (items.get(i) instanceof YamlValue.Mapping inner) {
        Section section = new Section(inner, itemPath, issues);
        taken.add(read.apply(section));
        section.finish();
        resolvedItems.add(section.resolved);
      } else {
        issues.add(
            items.get(i).line(),
            itemPath,
            "found " + items.get(i).describe() + ", must be a mapping, such as { key: value }.");
      }
    }
    resolved.put(key, resolvedItems);
    return List.copyOf(taken);
  }

  /** Reports unknown keys. */
  void finish() {
    mapping
        .entries()
        .forEach(
            (key, value) -> {
              if (!known.contains(key)) {
                issues.add(
                    value.line(),
                    pathOf(key),
                    "unknown key."
                        + DidYouMean.hint(key, known)
                        + " Known here: "
                        + String.join(", ", known)
                        + ".");
              }
            });
  }

  private <T> T take(
      String key,
      @Nullable T fallback,
      T placeholder,
      String wanted,
      Function<Object, @Nullable T> convert) {
    known.add(key);
    YamlValue value = mapping.entries().get(key);
    if (value == null) {
      if (fallback == null) {
        issue(key, "missing; must be " + wanted + ".");
        return placeholder;
      }
      resolved.put(key, fallback);
      return fallback;
    }
    Object raw = value instanceof YamlValue.Scalar(Object given, int _) ? given : null;
    T converted = raw == null ? null : convert.apply(raw);
    if (converted == null) {
      issue(key, "found " + value.describe() + ", must be " + wanted + ".");
      return fallback == null ? placeholder : fallback;
    }
    resolved.put(key, converted);
    return converted;
  }

  private static boolean isWhole(Number number) {
    double value = number.doubleValue();
    return value == Math.rint(value) && Math.abs(value) < 9.0e18;
  }
}
