package dev.belay.train.compare;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.hash.Sha256;
import dev.belay.core.json.Json;
import dev.belay.core.recipe.Recipe;
import dev.belay.core.recipe.RecipeDraft;
import dev.belay.core.run.AtomicFiles;
import dev.belay.core.run.Progress;
import dev.belay.train.experiment.ExperimentRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.StreamSupport;

/**
 * Trains an arm with every combination of its grid and looks at the validation problems, and at the
 * suites that the grid is chosen by, where it names some; the tries measure no suite of the report.
 * Of a try its log and result stay, and the model goes.
 */
final class Tuner {

  private static final int KEY = 12;

  private final ExperimentRunner runner;
  private final ArmFolders folders;
  private final Progress progress;

  Tuner(ExperimentRunner runner, ArmFolders folders, Progress progress) {
    this.runner = runner;
    this.folders = folders;
    this.progress = progress;
  }

  /** Runs what is left of an arm's tries. */
  Tuning run(Arm arm) {
    List<Tuning.Try> tries = new ArrayList<>();
    List<List<String>> all = arm.draft().grid().tries();
    for (List<String> set : all) {
      progress.note(
          "%s: try %d of %d, %s"
              .formatted(arm.label(), tries.size() + 1, all.size(), String.join(" ", set)));
      tries.add(attempt(arm, set));
    }
    return new Tuning(tries);
  }

  private Tuning.Try attempt(Arm arm, List<String> set) {
    Recipe recipe = TryRecipe.of(arm.draft(), set);
    Path folder =
        folders.attempt(arm.name(), Sha256.of(recipe.resolved().toString()).substring(0, KEY));
    Path result = folder.resolve("result.json");
    try {
      if (!Files.exists(result)) {
        runner.run(RecipeDraft.of(recipe), folder, Files.isDirectory(folder));
      }
      AtomicFiles.deleteTree(folder.resolve("model"));
      AtomicFiles.deleteTree(folder.resolve("checkpoints"));
      return read(set, Json.MAPPER.readTree(result.toFile()));
    } catch (BadInputException e) {
      return Tuning.Try.failed(set, String.join(" ", e.issues()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      return Tuning.Try.failed(set, ComparisonRunner.words(e));
    }
  }

  private static Tuning.Try read(List<String> set, JsonNode result) {
    JsonNode until = result.path("until");
    return new Tuning.Try(
        set,
        until.path("met").asBoolean(),
        until.path("accuracy_reached").asDouble(),
        until.path("problems").asLong(),
        until.path("step").asLong(),
        refused(result.path("comparison").path("suites")),
        until.isMissingNode() ? "it looked at no validation problem" : "");
  }

  /** Each suite counts alike, however many prompts it has. */
  private static OptionalDouble refused(JsonNode suites) {
    return StreamSupport.stream(suites.spliterator(), false)
        .map(suite -> suite.path("after"))
        .filter(JsonNode::isNumber)
        .mapToDouble(JsonNode::asDouble)
        .average();
  }
}
