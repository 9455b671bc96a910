package dev.belay.core.recipe;

import dev.belay.core.error.DidYouMean;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoublePredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of a recipe while it is being read. Each getter takes a key's value or its default,
 * notes an issue when the value will not do (and goes on with the default), and remembers the
 * resolved value; {@link #finish} then reports the keys that nobody asked for. With a {@link
 * KeyList} it describes instead: it notes every key, and enters sections that are not there.
 */
final class Section {

  private final YamlValue.Mapping mapping;
  private final String path;
  private final RecipeIssues issues;
  private final @Nullable KeyList keys;
  private final Set<String> known = new LinkedHashSet<>();
  private final Set<String> refused = new HashSet<>();
  private final Map<String, Object> resolved = new LinkedHashMap<>();

  Section(YamlValue.Mapping mapping, String path, RecipeIssues issues) {
    this(mapping, path, issues, null);
  }

  Section(YamlValue.Mapping mapping, String path, RecipeIssues issues, @Nullable KeyList keys) {
    this.mapping = mapping;
    this.path = path;
    this.issues = issues;
    this.keys = keys;
  }

  /** The values taken so far, defaults included, in the order of asking. */
  Map<String, Object> resolved() {
    return resolved;
  }

  /** A mapping that stands at a key, or in its list. */
  Section item(YamlValue.Mapping item, String key) {
    return new Section(item, pathOf(key), issues, keys);
  }

  /** Whether it describes instead of reading. */
  boolean isReference() {
    return keys != null;
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

  String requiredText(Key key) {
    return text(key, null);
  }

  String text(Key key, @Nullable String fallback) {
    describe(key, "text", "", fallback);
    return take(key, fallback, "", "text", value -> value instanceof String s ? s : null);
  }

  Optional<String> optionalText(Key key) {
    known.add(key.name());
    if (!has(key.name())) {
      describe(key, "text", "", "absent");
      return Optional.empty();
    }
    return Optional.of(text(key, ""));
  }

  boolean flag(Key key, boolean fallback) {
    describe(key, "flag", "true or false", fallback);
    return take(
        key, fallback, false, "true or false", value -> value instanceof Boolean b ? b : null);
  }

  long wholeNumber(Key key, @Nullable Long fallback, long least) {
    describe(key, "whole number", least + " or more", fallback);
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

  int count(Key key, @Nullable Integer fallback, int least) {
    Long given = fallback == null ? null : Long.valueOf(fallback);
    long value = wholeNumber(key, given, least);
    if (value > Integer.MAX_VALUE) {
      issue(key.name(), "found " + value + ", the largest allowed is " + Integer.MAX_VALUE + ".");
      return least;
    }
    return (int) value;
  }

  double number(Key key, @Nullable Double fallback, DoublePredicate allowed, String wanted) {
    describe(key, "number", wanted, fallback);
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

  Optional<Double> optionalNumber(Key key, DoublePredicate allowed, String wanted) {
    known.add(key.name());
    if (!has(key.name())) {
      describe(key, "number", wanted, "absent");
      return Optional.empty();
    }
    return Optional.of(number(key, null, allowed, wanted));
  }

  /** An enum by its name in lower case. */
  <E extends Enum<E>> E choice(Key key, Class<E> type, @Nullable E fallback) {
    return named(key, names(type), fallback == null ? null : nameOf(fallback));
  }

  private static <E extends Enum<E>> Map<String, E> names(Class<E> type) {
    Map<String, E> names = new LinkedHashMap<>();
    for (E constant : type.getEnumConstants()) {
      names.put(nameOf(constant), constant);
    }
    return names;
  }

  private static String nameOf(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** One of several things by its name. */
  <T> T named(Key key, Map<String, T> names, @Nullable String fallback) {
    describe(key, "choice", String.join(", ", names.keySet()), fallback);
    return Objects.requireNonNull(names.get(name(key, names.keySet(), fallback)));
  }

  private String name(Key key, Collection<String> names, @Nullable String fallback) {
    String wanted = "one of " + String.join(", ", names);
    String first = names.iterator().next();
    if (mapping.entries().get(key.name()) instanceof YamlValue.Scalar(Object given, int _)
        && given instanceof String text
        && !names.contains(text)) {
      known.add(key.name());
      String hint = DidYouMean.hint(text, names);
      issue(key.name(), "found '%s', must be %s.%s".formatted(text, wanted, hint));
      return fallback == null ? first : fallback;
    }
    return take(
        key,
        fallback,
        first,
        wanted,
        value -> value instanceof String text && names.contains(text) ? text : null);
  }

  /**
   * Takes keys back that were read but will not be used, for want of what they are about: a key
   * that is given is an issue, and none is part of the resolved recipe. The reference keeps them.
   */
  void drop(String why, String... unused) {
    if (keys != null) {
      return;
    }
    for (String key : unused) {
      resolved.remove(key);
      if (has(key)) {
        issue(key, why);
      }
    }
  }

  /** Refuses a key that has no meaning beside the values of others. */
  void refuse(Key key, String why) {
    known.add(key.name());
    if (has(key.name())) {
      issue(key.name(), why);
    }
  }

  /**
   * Refuses a key that is known from elsewhere, unless its value is the one that changes nothing.
   *
   * @param why takes what was found
   */
  void refuseUnless(String key, double neutral, String why) {
    refused.add(key);
    YamlValue value = mapping.entries().get(key);
    boolean isNeutral =
        value instanceof YamlValue.Scalar(Object given, int _)
            && given instanceof Number number
            && number.doubleValue() == neutral;
    if (value != null && !isNeutral) {
      issue(key, why.formatted(value.describe()));
    }
  }

  /** Refuses a number that has no meaning beside the values of others; the reference has it. */
  void refuseNumber(Key key, String range, String why) {
    describe(key, "number", range, "absent");
    refuse(key, why);
  }

  /** Refuses a choice likewise; the reference has it, since other values give it a meaning. */
  <E extends Enum<E>> void refuseChoice(Key key, Class<E> type, String why) {
    describe(key, "choice", String.join(", ", names(type).keySet()), "absent");
    refuse(key, why);
  }

  List<String> texts(Key key, List<String> fallback) {
    describe(key, "list of text", "", fallback);
    known.add(key.name());
    YamlValue value = mapping.entries().get(key.name());
    List<String> taken = fallback;
    if (value instanceof YamlValue.Listing listing) {
      taken = new ArrayList<>();
      for (int i = 0; i < listing.items().size(); i++) {
        if (listing.items().get(i) instanceof YamlValue.Scalar(Object item, int _)
            && item instanceof String text) {
          taken.add(text);
        } else {
          int line = listing.items().get(i).line();
          issues.add(line, pathOf(key.name()) + "[" + i + "]", "must be text.");
        }
      }
    } else if (value != null) {
      issue(key.name(), "found " + value.describe() + ", must be a list, such as [ a, b ].");
    }
    resolved.put(key.name(), List.copyOf(taken));
    return List.copyOf(taken);
  }

  /**
   * What stands at a key whose form only its reader knows; null when absent.
   *
   * @param fallback as the reference shows it
   */
  @Nullable YamlValue given(Key key, String type, String range, @Nullable String fallback) {
    known.add(key.name());
    describe(key, type, range, fallback);
    return mapping.entries().get(key.name());
  }

  /** Remembers what was made of a value that was {@link #given}. */
  void resolve(Key key, Object value) {
    resolved.put(key.name(), value);
  }

  /** A nested mapping; an empty one when absent. */
  <T> T section(Key key, Function<Section, T> read) {
    describe(key, "mapping", "", "");
    return inner(key, read);
  }

  private <T> T inner(Key key, Function<Section, T> read) {
    known.add(key.name());
    YamlValue value = mapping.entries().get(key.name());
    YamlValue.Mapping inner = new YamlValue.Mapping(Map.of(), mapping.line());
    if (value instanceof YamlValue.Mapping given) {
      inner = given;
    } else if (value != null) {
      issue(
          key.name(), "found " + value.describe() + ", must be a mapping, such as { key: value }.");
    }
    Section section = item(inner, key.name());
    T taken = read.apply(section);
    section.finish();
    resolved.put(key.name(), section.resolved);
    return taken;
  }

  <T> Optional<T> optionalSection(Key key, Function<Section, T> read) {
    known.add(key.name());
    describe(key, "mapping", "", "absent");
    return has(key.name()) || keys != null ? Optional.of(inner(key, read)) : Optional.empty();
  }

  /** A list of mappings; a single mapping counts as a list of one. */
  <T> List<T> sections(Key key, Function<Section, T> read) {
    known.add(key.name());
    describe(key, "list of mappings, or one", "", null);
    if (keys != null) {
      return List.of(read.apply(item(new YamlValue.Mapping(Map.of(), 0), key.name() + "[]")));
    }
    YamlValue value = mapping.entries().get(key.name());
    List<YamlValue> items =
        switch (value) {
          case null -> List.of();
          case YamlValue.Listing listing -> listing.items();
          default -> List.of(value);
        };
    List<T> taken = new ArrayList<>();
    List<Object> resolvedItems = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      String place = key.name() + "[" + i + "]";
      if (items.get(i) instanceof YamlValue.Mapping inner) {
        Section section = item(inner, place);
        taken.add(read.apply(section));
        section.finish();
        resolvedItems.add(section.resolved);
      } else {
        String found = "found " + items.get(i).describe();
        String wanted = ", must be a mapping, such as { key: value }.";
        issues.add(items.get(i).line(), pathOf(place), found + wanted);
      }
    }
    resolved.put(key.name(), resolvedItems);
    return List.copyOf(taken);
  }

  private void describe(Key key, String type, String range, @Nullable Object fallback) {
    if (keys != null) {
      keys.add(pathOf(key.name()), type, range, fallback, key);
    }
  }

  /** Reports unknown keys. */
  void finish() {
    mapping
        .entries()
        .forEach(
            (key, value) -> {
              if (!known.contains(key) && !refused.contains(key)) {
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
      Key key,
      @Nullable T fallback,
      T placeholder,
      String wanted,
      Function<Object, @Nullable T> convert) {
    known.add(key.name());
    YamlValue value = mapping.entries().get(key.name());
    if (value == null) {
      if (fallback == null) {
        issue(key.name(), "missing; must be " + wanted + ".");
        return placeholder;
      }
      resolved.put(key.name(), fallback);
      return fallback;
    }
    Object raw = value instanceof YamlValue.Scalar(Object given, int _) ? given : null;
    T converted = raw == null ? null : convert.apply(raw);
    if (converted == null) {
      issue(key.name(), "found " + value.describe() + ", must be " + wanted + ".");
      return fallback == null ? placeholder : fallback;
    }
    resolved.put(key.name(), converted);
    return converted;
  }

  private static boolean isWhole(Number number) {
    double value = number.doubleValue();
    return value == Math.rint(value) && Math.abs(value) < 9.0e18;
  }
}
