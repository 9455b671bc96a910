package dev.belay.cli.option;

import dev.belay.core.error.BadInputException;
import dev.belay.core.recipe.RecipeReader;
import dev.belay.core.text.GivenPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The two evaluations of a run.
 *
 * @param run its folder
 * @param before the evaluation before training
 * @param after the evaluation after
 */
public record RunEvaluations(Path run, Path before, Path after) {

  private static final String BEFORE = "eval/before";
  private static final String AFTER = "eval/after";

  /**
   * Those of a folder.
   *
   * @throws BadInputException when there is no folder, or it has no evaluations
   */
  public static RunEvaluations of(Path run) {
    if (!Files.isDirectory(run)) {
      throw GivenPath.noFolder(run, "Give a run or two evaluations.");
    }
    Path before = run.resolve(BEFORE);
    Path after = run.resolve(AFTER);
    if (!Files.isDirectory(before) || !Files.isDirectory(after)) {
      throw new BadInputException(
          run
              + ": is no run with evaluations before and after training (eval/before, eval/after)."
              + " Finish it with belay run RECIPE --resume, measure safety suites in it, or give"
              + " two folders of belay eval.");
    }
    return new RunEvaluations(run, before, after);
  }

  /** Whether a folder is a run rather than an evaluation. */
  public static boolean isRun(Path folder) {
    return !Files.exists(folder.resolve("evaluation.json"))
        && Files.isDirectory(folder.resolve("eval"));
  }

  /** The margin that the recipe fixed before the run; empty for a run without its recipe. */
  public OptionalDouble margin() {
    Path recipe = run.resolve("recipe.resolved.yaml");
    return Files.exists(recipe)
        ? OptionalDouble.of(RecipeReader.read(recipe, List.of()).evaluate().margin())
        : OptionalDouble.empty();
  }
}
