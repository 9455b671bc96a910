package dev.belay.train.pool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import dev.belay.core.recipe.Recipe;
import dev.belay.core.recipe.RecipeReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * A run that is finished, as one of several seeds.
 *
 * @param folder of the run
 * @param seed that it was made with
 * @param margin that its recipe fixed
 * @param settings the lines of its resolved recipe, but for those of name and seed
 * @param scores before and after
 * @param end where it ended, if it was to end at an accuracy
 */
public record SeedRun(
    Path folder,
    long seed,
    double margin,
    SequencedSet<String> settings,
    RunScores scores,
    Optional<UntilEnd> end) {

  private static final String RESULT = "result.json";
  private static final String RECIPE = "recipe.resolved.yaml";

  /**
   * Reads a run's folder.
   *
   * @throws BadInputException when it holds no finished run, or one without measurements
   */
  public static SeedRun read(Path folder) {
    Path recipe = folder.resolve(RECIPE);
    if (!Files.isRegularFile(recipe)) {
      throw new BadInputException(
          folder + ": is no run: it has no " + RECIPE + ". Give folders that belay run wrote.");
    }
    if (!Files.isRegularFile(folder.resolve(RESULT))) {
      throw new BadInputException(
          folder + ": is a run that is not finished. Go on with belay run RECIPE --resume.");
    }
    RunScores scores =
        RunScores.read(folder)
            .orElseThrow(
                () ->
                    new BadInputException(
                        folder
                            + ": measured nothing before and after training; evaluate.before and"
                            + " suites in the recipe's evaluate section do."));
    Recipe read = RecipeReader.read(recipe, List.of());
    return new SeedRun(
        folder,
        read.seed(),
        read.evaluate().margin(),
        settings(recipe),
        scores,
        UntilEnd.of(result(folder.resolve(RESULT))));
  }

  private static JsonNode result(Path file) {
    try {
      return Json.MAPPER.readTree(file.toFile());
    } catch (IOException e) {
      throw new BadInputException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static SequencedSet<String> settings(Path recipe) {
    SequencedSet<String> settings = new LinkedHashSet<>();
    try {
      for (String line : Files.readAllLines(recipe)) {
        if (!line.startsWith("seed:") && !line.startsWith("name:")) {
          settings.add(line.strip());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + recipe + ": " + e.getMessage(), e);
    }
    return settings;
  }
}
