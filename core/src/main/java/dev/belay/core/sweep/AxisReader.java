package dev.belay.core.sweep;

import dev.belay.core.recipe.YamlValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the axes of a sweep. */
final class AxisReader {

  private static final Pattern RANGE = Pattern.compile("(-?\\d{1,9})\\.\\.(-?\\d{1,9})");
  private static final int LONGEST_RANGE = 10_000;

  private final SweepFaults faults;

  AxisReader(SweepFaults faults) {
    this.faults = faults;
  }

  /** A key of the recipe with a list of values, or with a range. */
  Optional<Axis> ofKey(String key, YamlValue given) {
    String place = "grid." + key;
    List<YamlValue> items = new ArrayList<>();
    if (given instanceof YamlValue.Listing listing) {
      listing.items().forEach(item -> items.addAll(unrolled(item, place)));
    } else if (range(given).isPresent()) {
      items.addAll(unrolled(given, place));
    } else {
      faults.add(
          given.line(),
          place,
          "found %s, must be a list of values, such as [ 1, 2 ], or a range, such as 1..3."
              .formatted(given.describe()));
      return Optional.empty();
    }
    List<Axis.Value> values = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      YamlValue item = items.get(i);
      values.add(
          new Axis.Value(
              ValueText.of(item), place + "[" + i + "]", item.line(), Map.of(key, item)));
    }
    return checked(new Axis(key, false, values), given.line(), place);
  }

  /** A name whose values are names too, each of which sets several keys, or none. */
  Optional<Axis> ofName(String name, YamlValue given) {
    String place = "named." + name;
    if (name.equals(Axis.SEED)) {
      faults.add(
          given.line(), place, "seeds are given in grid, by the key seed; take another name.");
      return Optional.empty();
    }
    if (!(given instanceof YamlValue.Mapping mapping)) {
      faults.add(
          given.line(),
          place,
          "found %s, must be a mapping of names to settings, such as { short: { train.steps: 5 } }."
              .formatted(given.describe()));
      return Optional.empty();
    }
    List<Axis.Value> values = new ArrayList<>();
    mapping
        .entries()
        .forEach(
            (value, settings) -> {
              String inner = place + "." + value;
              if (settings instanceof YamlValue.Mapping set) {
                values.add(new Axis.Value(value, inner, settings.line(), set.entries()));
              } else {
                faults.add(
                    settings.line(),
                    inner,
                    "found %s, must be a mapping of the recipe's keys to values, {} for none."
                        .formatted(settings.describe()));
              }
            });
    if (values.size() < mapping.entries().size()) {
      return Optional.empty();
    }
    return checked(new Axis(name, true, values), given.line(), place);
  }

  private Optional<Axis> checked(Axis axis, int line, String place) {
    Set<String> seen = new HashSet<>();
    for (Axis.Value value : axis.values()) {
      if (!seen.add(value.text())) {
        faults.add(value.line(), value.place(), "found " + value.text() + " twice; keep one.");
      }
    }
    if (axis.values().isEmpty()) {
      faults.add(line, place, "has no value; give one or more.");
      return Optional.empty();
    }
    return Optional.of(axis);
  }

  /** Two axes must not set the same, and must have different names. */
  void checkOverlaps(List<Axis> axes) {
    for (int i = 0; i < axes.size(); i++) {
      for (int j = 0; j < i; j++) {
        checkOverlap(axes.get(j), axes.get(i));
      }
    }
  }

  private void checkOverlap(Axis first, Axis second) {
    Axis.Value at = second.values().getFirst();
    if (first.name().equals(second.name())) {
      faults.add(at.line(), at.place(), "there is another axis of the name " + first.name() + ".");
      return;
    }
    Set<String> keys = keys(first);
    for (String key : keys(second)) {
      keys.stream()
          .filter(other -> other.equals(key) || isInside(key, other) || isInside(other, key))
          .forEach(
              other ->
                  faults.add(
                      at.line(),
                      at.place(),
                      "sets %s, and the axis %s sets %s; a key belongs to one axis."
                          .formatted(key, first.name(), other)));
    }
  }

  private static boolean isInside(String key, String other) {
    return key.startsWith(other + ".") || key.startsWith(other + "[");
  }

  private static Set<String> keys(Axis axis) {
    Set<String> keys = new HashSet<>();
    axis.values().forEach(value -> keys.addAll(value.settings().keySet()));
    return keys;
  }

  private List<YamlValue> unrolled(YamlValue item, String place) {
    Optional<Matcher> range = range(item);
    if (range.isEmpty()) {
      return List.of(item);
    }
    long first = Long.parseLong(range.get().group(1));
    long last = Long.parseLong(range.get().group(2));
    if (last < first || last - first >= LONGEST_RANGE) {
      faults.add(
          item.line(),
          place,
          "found %s, a range runs upwards and has at most %d values."
              .formatted(item.describe(), LONGEST_RANGE));
      return List.of();
    }
    List<YamlValue> values = new ArrayList<>();
    for (long value = first; value <= last; value++) {
      values.add(new YamlValue.Scalar(Math.toIntExact(value), item.line()));
    }
    return values;
  }

  private static Optional<Matcher> range(YamlValue value) {
    return value instanceof YamlValue.Scalar(Object scalar, int _) && scalar instanceof String text
        ? Optional.of(RANGE.matcher(text)).filter(Matcher::matches)
        : Optional.empty();
  }
}
