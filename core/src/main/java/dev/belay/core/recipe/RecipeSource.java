package dev.belay.core.recipe;

import dev.belay.core.error.BadInputException;
import dev.belay.core.text.GivenPath;
import dev.belay.core.text.TextFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A recipe's text, parsed once, to be read with values that replace its own. */
public final class RecipeSource {

  private final String file;
  private final YamlValue.Mapping given;
  private final List<RecipeFiles.Missing> missing;

  private RecipeSource(String file, YamlValue.Mapping given, List<RecipeFiles.Missing> missing) {
    this.file = file;
    this.given = given;
    this.missing = missing;
  }

  /**
   * Parses a recipe file; its keys are not looked at yet.
   *
   * @throws BadInputException if there is no such file, or it is not YAML
   */
  public static RecipeSource of(Path file) {
    if (!Files.isRegularFile(file)) {
      throw GivenPath.noFile(
          file, "no such file. Give a recipe, such as recipes/smollm2-arithmetic-rlvr.yaml.");
    }
    RecipeSource source = parse(TextFile.read(file), file.getFileName().toString());
    RecipeFiles files = RecipeFiles.of(file);
    YamlValue.Mapping located = files.located(source.given);
    return new RecipeSource(source.file, located, files.missing());
  }

  /** The same of a text; {@code file} is only its name in messages. */
  static RecipeSource parse(String yaml, String file) {
    YamlValue root = YamlReader.read(yaml, file);
    if (!(root instanceof YamlValue.Mapping mapping)) {
      throw new BadInputException(file + ": a recipe is a mapping; found " + root.describe() + ".");
    }
    return new RecipeSource(file, mapping, List.of());
  }

  /** What stands in the recipe, not checked. */
  YamlValue.Mapping mapping() {
    return given;
  }

  /** Files that it names and that are not there. */
  List<RecipeFiles.Missing> missing() {
    return missing;
  }

  /** The recipe with the {@code key=value} pairs of {@code --set}. */
  RecipeDraft withOverrides(List<String> overrides) {
    return RecipeReader.draft(Overrides.apply(given, overrides), file, missing);
  }

  /**
   * The recipe with other values. A value that cannot stand where it should is an issue of the
   * draft; values have no line of the recipe.
   *
   * @param values by keys such as {@code train.optimizer.learning_rate} or {@code data[0].limit}
   * @param from the file that has the values, beside which lies what they name
   */
  public RecipeDraft with(Map<String, YamlValue> values, Path from) {
    RecipeFiles files = RecipeFiles.of(from);
    YamlValue.Mapping replaced = given;
    Map<String, String> misplaced = new LinkedHashMap<>();
    for (Map.Entry<String, YamlValue> value : values.entrySet()) {
      try {
        replaced =
            Overrides.replace(
                replaced, value.getKey(), files.located(value.getKey(), value.getValue()));
      } catch (IllegalArgumentException e) {
        misplaced.put(value.getKey(), String.valueOf(e.getMessage()));
      }
    }
    List<RecipeFiles.Missing> lost =
        Stream.concat(files.missing().stream(), missing.stream()).toList();
    RecipeDraft draft = RecipeReader.draft(replaced, file, lost);
    misplaced.forEach((key, what) -> draft.issues().add(0, key, what));
    return draft;
  }

  /**
   * Whether two resolved recipes are the same, but for the folders of the files that they name. The
   * files of a run are known by what was read in them, so that they, and the recipe, may be moved.
   */
  public static boolean areSame(String one, String other) {
    return one.equals(other) || Objects.equals(withoutFolders(one), withoutFolders(other));
  }

  private static @Nullable Object withoutFolders(String resolved) {
    return YamlValue.plain(
        RecipeFiles.withoutFolders().located(parse(resolved, "recipe.resolved.yaml").given));
  }
}
