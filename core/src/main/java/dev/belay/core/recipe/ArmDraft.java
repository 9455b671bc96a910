package dev.belay.core.recipe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One arm of a comparison: a recipe as far as it could be read, and the grid that it is tuned on.
 */
public final class ArmDraft {

  private final String name;
  private final String file;
  private final YamlValue.Mapping recipe;
  private final List<String> overrides;
  private final RecipeDraft draft;
  private final TuneGrid grid;
  private final Map<String, String> differing;
  private final List<RecipeFiles.Missing> missing;

  /**
   * An arm.
   *
   * @param file the recipe's file in messages
   * @param recipe with the arm's own values in place
   * @param overrides {@code key=value} pairs of the command line
   * @param differing values that the arm sets where others of its file have others, as text
   * @param missing files that it names and that are not there
   */
  ArmDraft(
      String name,
      String file,
      YamlValue.Mapping recipe,
      List<String> overrides,
      RecipeDraft draft,
      TuneGrid grid,
      Map<String, String> differing,
      List<RecipeFiles.Missing> missing) {
    this.name = name;
    this.file = file;
    this.recipe = recipe;
    this.overrides = List.copyOf(overrides);
    this.draft = draft;
    this.grid = grid;
    this.missing = List.copyOf(missing);
    this.differing = Collections.unmodifiableMap(new LinkedHashMap<>(differing));
  }

  /** Names the arm in tables, and its folder. */
  public String name() {
    return name;
  }

  /** The file that it stands in, without its folder. */
  public String file() {
    return file;
  }

  /** The recipe, with what is wrong with it. */
  public RecipeDraft draft() {
    return draft;
  }

  /** What it sets in its file's {@code arms}, by key; empty for a recipe that is one arm. */
  public Map<String, String> differing() {
    return differing;
  }

  /** What it is tuned on; empty for most. */
  public TuneGrid grid() {
    return grid;
  }

  /** The recipe with further values replaced, such as those of a try. */
  public RecipeDraft with(List<String> more) {
    List<String> all = Stream.concat(overrides.stream(), more.stream()).toList();
    return RecipeReader.draft(Overrides.apply(recipe, all), file, missing);
  }
}
