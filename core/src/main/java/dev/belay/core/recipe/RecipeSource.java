package dev.belay.core.recipe;

import dev.belay.core.error.BadInputException;
import dev.belay.core.text.TextFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A recipe's text, parsed once, to be read with values that replace its own. */
public final class RecipeSource {

  private final String file;
  private final YamlValue.Mapping given;

  private RecipeSource(String file, YamlValue.Mapping given) {
    this.file = file;
    this.given = given;
  }

  /**
   * Parses a recipe file; its keys are not looked at yet.
   *
   * @throws BadInputException if there is no such file, or it is not YAML
   */
  public static RecipeSource of(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new BadInputException(
          file + ": no such file. Give a recipe, such as recipes/smollm2-arithmetic-rlvr.yaml.");
    }
    RecipeSource source = parse(TextFile.read(file), file.getFileName().toString());
    return new RecipeSource(source.file, SuitePaths.under(file, source.given));
  }

  /** The same of a text; {@code file} is only its name in messages. */
  static RecipeSource parse(String yaml, String file) {
    YamlValue root = YamlReader.read(yaml, file);
    if (!(root instanceof YamlValue.Mapping mapping)) {
      throw new BadInputException(file + ": a recipe is a mapping; found " + root.describe() + ".");
    }
    return new RecipeSource(file, mapping);
  }

  /** What stands in the recipe, not checked. */
  YamlValue.Mapping mapping() {
    return given;
  }

  /** The recipe with the {@code key=value} pairs of {@code --set}. */
  RecipeDraft withOverrides(List<String> overrides) {
    return RecipeReader.draft(Overrides.apply(given, overrides), file);
  }

  /**
   * The recipe with other values. A value that cannot stand where it should is an issue of the
   * draft; values have no line of the recipe.
   *
   * @param values by keys such as {@code train.optimizer.learning_rate} or {@code data[0].limit}
   */
  public RecipeDraft with(Map<String, YamlValue> values) {
    YamlValue.Mapping replaced = given;
    Map<String, String> misplaced = new LinkedHashMap<>();
    for (Map.Entry<String, YamlValue> value : values.entrySet()) {
      try {
        replaced = Overrides.replace(replaced, value.getKey(), value.getValue());
      } catch (IllegalArgumentException e) {
        misplaced.put(value.getKey(), String.valueOf(e.getMessage()));
      }
    }
    RecipeDraft draft = RecipeReader.draft(replaced, file);
    misplaced.forEach((key, what) -> draft.issues().add(0, key, what));
    return draft;
  }
}
