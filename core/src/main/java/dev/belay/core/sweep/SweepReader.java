package dev.belay.core.sweep;

import dev.belay.core.data.FilePlaces;
import dev.belay.core.error.BadInputException;
import dev.belay.core.error.DidYouMean;
import dev.belay.core.recipe.YamlReader;
import dev.belay.core.recipe.YamlValue;
import dev.belay.core.text.GivenPath;
import dev.belay.core.text.TextFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a sweep's file; all that is wrong with it is said at once. */
final class SweepReader {

  private static final Set<String> KNOWN =
      Set.of("name", "recipe", "grid", "named", "exclude", "run");
  private static final Set<String> RUN = Set.of("retries", "parallel");
  private static final int MOST = 1000;

  private final Path file;
  private final SweepFaults faults;

  private SweepReader(Path file) {
    this.file = file;
    this.faults = new SweepFaults(String.valueOf(file.getFileName()));
  }

  /** A file as far as it could be read, and what is wrong with it. */
  record Read(SweepFile file, SweepFaults faults) {}

  /**
   * Reads a file; the recipe is not looked at.
   *
   * @throws BadInputException when there is no such file, it is not YAML, or it names no recipe
   */
  static Read read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw GivenPath.noFile(file, "no such file. Give a sweep's YAML file (docs/sweep.md).");
    }
    String name = String.valueOf(file.getFileName());
    YamlValue root = YamlReader.read(TextFile.read(file), name);
    if (!(root instanceof YamlValue.Mapping mapping)) {
      throw new BadInputException(name + ": a sweep is a mapping; found " + root.describe() + ".");
    }
    SweepReader reader = new SweepReader(file);
    return new Read(reader.read(mapping), reader.faults);
  }

  private SweepFile read(YamlValue.Mapping sweep) {
    refuseOthers(sweep, "", KNOWN);
    String name = text(sweep, "name");
    if (!name.isEmpty() && !name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      faults.add(
          line(sweep, "name"),
          "name",
          "found '" + name + "', must be letters, digits, '.', '_' and '-'.");
    }
    String recipe = text(sweep, "recipe");
    AxisReader reader = new AxisReader(faults);
    List<Axis> axes = new ArrayList<>();
    inner(sweep, "grid").forEach((key, value) -> reader.ofKey(key, value).ifPresent(axes::add));
    inner(sweep, "named").forEach((key, value) -> reader.ofName(key, value).ifPresent(axes::add));
    if (faults.isEmpty() && axes.isEmpty()) {
      faults.add(
          sweep.line(), "grid", "missing; give keys with lists of values, such as seed: 1..3.");
    }
    reader.checkOverlaps(axes);
    List<SweepFile.Exclusion> exclusions = exclusions(sweep.entries().get("exclude"), axes);
    SweepFile.RunOptions options = options(sweep);
    FilePlaces places = FilePlaces.beside(file);
    Optional<Path> there = places.find(recipe).map(Path::of);
    Optional<Path> found = there.filter(Files::isRegularFile);
    if (found.isEmpty() && !recipe.isEmpty()) {
      String fault =
          there.isEmpty() ? "no such file. " + places.tried() : "is a folder; name a recipe in it.";
      faults.add(line(sweep, "recipe"), "recipe", recipe + ": " + fault);
    }
    if (found.isEmpty()) {
      faults.throwIfAny();
    }
    return new SweepFile(file, name, found.orElse(file), axes, exclusions, options);
  }

  private SweepFile.RunOptions options(YamlValue.Mapping sweep) {
    Map<String, YamlValue> run = inner(sweep, "run");
    refuseOthers(new YamlValue.Mapping(run, line(sweep, "run")), "run.", RUN);
    YamlValue retries = run.get("retries");
    YamlValue parallel = run.get("parallel");
    return new SweepFile.RunOptions(
        retries == null ? SweepFile.RETRIES : count(retries, "run.retries", 0),
        parallel == null
            ? OptionalInt.empty()
            : OptionalInt.of(count(parallel, "run.parallel", 1)));
  }

  private int count(YamlValue value, String place, int least) {
    if (value instanceof YamlValue.Scalar(Object number, int _)
        && number instanceof Integer count
        && count >= least
        && count <= MOST) {
      return count;
    }
    faults.add(
        value.line(),
        place,
        "found %s, must be a whole number from %d to %d.".formatted(value.describe(), least, MOST));
    return least;
  }

  private List<SweepFile.Exclusion> exclusions(@Nullable YamlValue given, List<Axis> axes) {
    List<YamlValue> items =
        switch (given) {
          case null -> List.of();
          case YamlValue.Listing listing -> listing.items();
          default -> List.of(given);
        };
    Set<String> names = axes.stream().map(Axis::name).collect(Collectors.toSet());
    List<SweepFile.Exclusion> exclusions = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      String place = "exclude[" + i + "]";
      if (!(items.get(i) instanceof YamlValue.Mapping mapping) || mapping.entries().isEmpty()) {
        faults.add(
            items.get(i).line(),
            place,
            "found %s, must be a mapping of axes to values, such as { seed: 3 }."
                .formatted(items.get(i).describe()));
        continue;
      }
      Map<String, String> values = new LinkedHashMap<>();
      mapping
          .entries()
          .forEach(
              (key, value) -> {
                if (names.contains(key)) {
                  values.put(key, ValueText.of(value));
                } else {
                  faults.add(
                      value.line(),
                      place + "." + key,
                      "is no axis of the sweep.%s Axes: %s."
                          .formatted(DidYouMean.hint(key, names), String.join(", ", names)));
                }
              });
      if (values.size() == mapping.entries().size()) {
        exclusions.add(new SweepFile.Exclusion(values, place, mapping.line()));
      }
    }
    return exclusions;
  }

  private String text(YamlValue.Mapping sweep, String key) {
    YamlValue value = sweep.entries().get(key);
    if (value instanceof YamlValue.Scalar(Object given, int _)
        && given instanceof String text
        && !text.isBlank()) {
      return text;
    }
    faults.add(
        line(sweep, key),
        key,
        value == null ? "missing; must be text." : "found " + value.describe() + ", must be text.");
    return "";
  }

  private Map<String, YamlValue> inner(YamlValue.Mapping sweep, String key) {
    YamlValue value = sweep.entries().get(key);
    if (value instanceof YamlValue.Mapping mapping) {
      return mapping.entries();
    }
    if (value != null) {
      faults.add(
          value.line(),
          key,
          "found " + value.describe() + ", must be a mapping, such as { seed: 1..3 }.");
    }
    return Map.of();
  }

  private void refuseOthers(YamlValue.Mapping mapping, String path, Set<String> known) {
    mapping
        .entries()
        .forEach(
            (key, value) -> {
              if (!known.contains(key)) {
                faults.add(
                    value.line(),
                    path + key,
                    "unknown key.%s Known here: %s."
                        .formatted(
                            DidYouMean.hint(key, known),
                            known.stream().sorted().collect(Collectors.joining(", "))));
              }
            });
  }

  private static int line(YamlValue.Mapping mapping, String key) {
    YamlValue value = mapping.entries().get(key);
    return value == null ? mapping.line() : value.line();
  }
}
