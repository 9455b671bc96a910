package dev.belay.core.recipe;

import dev.belay.core.error.BadInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The arms of a comparison: recipes, or a recipe with an {@code arms} section, in which each name
 * has the keys that are different there. A key is a path as of {@code --set}, and its value stands
 * where the recipe's would: it is checked like one, and found by its line.
 */
public final class RecipeArms {

  static final String ARMS = "arms";
  static final String TUNE = "tune";

  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]*";

  private RecipeArms() {}

  /**
   * What was read.
   *
   * @param arms in the order given, as far as they could be read
   * @param issues what is wrong beside the arms' own recipes
   */
  public record Read(List<ArmDraft> arms, List<String> issues) {

    public Read {
      arms = List.copyOf(arms);
      issues = List.copyOf(issues);
    }
  }

  /**
   * Reads the arms of all files.
   *
   * @param overrides {@code key=value} pairs, for every arm; they go before the arms' own values
   */
  public static Read read(List<Path> files, List<String> overrides) {
    List<ArmDraft> arms = new ArrayList<>();
    List<String> issues = new ArrayList<>();
    for (Path file : files) {
      try {
        arms.addAll(ofFile(file, overrides));
      } catch (BadInputException e) {
        e.issues().stream().filter(issue -> !issues.contains(issue)).forEach(issues::add);
      }
    }
    Map<String, String> seen = new LinkedHashMap<>();
    for (ArmDraft arm : arms) {
      String earlier = seen.put(arm.name(), arm.file());
      if (earlier != null) {
        issues.add(
            "%s: its arm %s has the name of one in %s; give each recipe a name of its own."
                .formatted(arm.file(), arm.name(), earlier));
      }
    }
    return new Read(arms, issues);
  }

  private static List<ArmDraft> ofFile(Path file, List<String> overrides) {
    String name = file.getFileName().toString();
    RecipeSource source = RecipeSource.of(file);
    YamlValue.Mapping root = source.mapping();
    YamlValue section = root.entries().get(ARMS);
    YamlValue tune = root.entries().get(TUNE);
    YamlValue.Mapping common = without(without(root, ARMS), TUNE);
    if (section == null) {
      YamlValue.Mapping own = new YamlValue.Mapping(Map.of(), root.line());
      return List.of(
          new Reading(file, source, common, tune, overrides).arm(nameOf(root, file), own));
    }
    if (!(section instanceof YamlValue.Mapping arms) || arms.entries().isEmpty()) {
      throw new BadInputException(
          "%s:%d: arms: found %s, must be a mapping of names to the keys that differ, such as { low: { train.kl.coef: 0.01 } }."
              .formatted(name, section.line(), section.describe()));
    }
    Reading reading = new Reading(file, source, common, tune, overrides);
    List<ArmDraft> drafts = new ArrayList<>();
    List<String> issues = new ArrayList<>();
    arms.entries()
        .forEach(
            (arm, value) -> {
              try {
                drafts.add(reading.arm(arm, mapping(name, arm, value)));
              } catch (BadInputException e) {
                e.issues().stream().filter(issue -> !issues.contains(issue)).forEach(issues::add);
              }
            });
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
    return drafts;
  }

  private static YamlValue.Mapping mapping(String file, String arm, YamlValue value) {
    if (!arm.matches(NAME)) {
      throw new BadInputException(
          "%s:%d: arms: the name '%s' must be letters, digits, '.', '_' and '-'."
              .formatted(file, value.line(), arm));
    }
    return switch (value) {
      case YamlValue.Mapping mapping -> mapping;
      case YamlValue.Nothing(int line) -> new YamlValue.Mapping(Map.of(), line);
      default ->
          throw new BadInputException(
              "%s:%d: arms.%s: found %s, must be a mapping of keys to values, such as { train.kl.coef: 0.01 }; {} changes nothing."
                  .formatted(file, value.line(), arm, value.describe()));
    };
  }

  private static YamlValue.Mapping without(YamlValue.Mapping mapping, String key) {
    Map<String, YamlValue> rest = new LinkedHashMap<>(mapping.entries());
    rest.remove(key);
    return new YamlValue.Mapping(rest, mapping.line());
  }

  /** A recipe without a name is faulty, which its reader says; the file's name stands in. */
  private static String nameOf(YamlValue.Mapping root, Path file) {
    return root.entries().get("name") instanceof YamlValue.Scalar(Object name, int _)
            && name instanceof String text
            && text.matches(NAME)
        ? text
        : file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
  }

  /** What the arms of one file have in common. */
  private record Reading(
      Path path,
      RecipeSource source,
      YamlValue.Mapping common,
      @Nullable YamlValue tune,
      List<String> overrides) {

    ArmDraft arm(String arm, YamlValue.Mapping own) {
      String file = path.getFileName().toString();
      RecipeFiles files = RecipeFiles.of(path);
      List<String> issues = new ArrayList<>();
      YamlValue recipe = common;
      YamlValue ownGrid = own.entries().get(TUNE);
      YamlValue grid = ownGrid == null ? tune : ownGrid;
      for (Map.Entry<String, YamlValue> entry : own.entries().entrySet()) {
        if (entry.getKey().equals(TUNE)) {
          continue;
        }
        try {
          recipe =
              Overrides.at(recipe, entry.getKey(), files.located(entry.getKey(), entry.getValue()));
        } catch (IllegalArgumentException e) {
          issues.add(
              "%s:%d: arms.%s: %s: %s"
                  .formatted(file, entry.getValue().line(), arm, entry.getKey(), e.getMessage()));
        }
      }
      if (!issues.isEmpty()) {
        throw new BadInputException(issues);
      }
      YamlValue.Mapping mapping = (YamlValue.Mapping) recipe;
      List<RecipeFiles.Missing> missing =
          Stream.concat(files.missing().stream(), source.missing().stream()).toList();
      RecipeDraft draft = RecipeReader.draft(Overrides.apply(mapping, overrides), file, missing);
      TuneGrid tried =
          grid == null ? TuneGrid.NONE : TuneGridReader.read(tried(files, grid), draft);
      return new ArmDraft(arm, file, mapping, overrides, draft, tried, differing(own), missing);
    }

    /** A grid has its keys as {@code --set} does, and so its files. */
    private static YamlValue tried(RecipeFiles files, YamlValue grid) {
      if (!(grid instanceof YamlValue.Mapping mapping)) {
        return grid;
      }
      Map<String, YamlValue> values = new LinkedHashMap<>();
      mapping.entries().forEach((key, value) -> values.put(key, files.located(key, value)));
      return new YamlValue.Mapping(values, mapping.line());
    }

    private static Map<String, String> differing(YamlValue.Mapping own) {
      Map<String, String> differing = new LinkedHashMap<>();
      own.entries()
          .forEach(
              (key, value) -> {
                if (!key.equals(TUNE)) {
                  differing.put(
                      key,
                      value instanceof YamlValue.Scalar scalar
                          ? String.valueOf(scalar.value())
                          : value.describe());
                }
              });
      return differing;
    }
  }
}
