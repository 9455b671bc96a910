package dev.belay.train.compare;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.hash.Sha256;
import dev.belay.core.json.Json;
import dev.belay.core.recipe.EvaluateSpec;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Trains an arm with every combination of its grid and looks at the validation problems, and at
 * nothing else: the tries measure no suite, so none can be chosen by its safety. Of a try its log
 * and result stay, and the model goes.
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
    Recipe recipe = unmeasured(arm.draft().with(set).complete());
    Path folder =
        folders.attempt(arm.name(), Sha256.of(recipe.resolved().toString()).substring(0, KEY));
    Path result = folder.resolve("result.json");
    try {
      if (!Files.exists(result)) {
        runner.run(RecipeDraft.of(recipe), folder, Files.isDirectory(folder));
      }
      AtomicFiles.deleteTree(folder.resolve("model"));
      AtomicFiles.deleteTree(folder.resolve("checkpoints"));
      return read(set, Json.MAPPER.readTree(result.toFile()).path("until"));
    } catch (BadInputException e) {
      return Tuning.Try.failed(set, String.join(" ", e.issues()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      return Tuning.Try.failed(set, ComparisonRunner.words(e));
    }
  }

  private static Tuning.Try read(List<String> set, JsonNode until) {
    return new Tuning.Try(
        set,
        until.path("met").asBoolean(),
        until.path("accuracy_reached").asDouble(),
        until.path("problems").asLong(),
        until.path("step").asLong(),
        until.isMissingNode() ? "it looked at no validation problem" : "");
  }

  /** The same training, with nothing measured and nothing published. */
  private static Recipe unmeasured(Recipe recipe) {
    Map<String, Object> resolved = new LinkedHashMap<>(recipe.resolved());
    resolved.remove("evaluate");
    resolved.remove("publish");
    EvaluateSpec nothing =
        new EvaluateSpec(
            List.of(),
            List.of(),
            List.of(),
            recipe.evaluate().judge(),
            recipe.evaluate().margin(),
            recipe.evaluate().confidence(),
            recipe.evaluate().judgeIsModelUnderTest(),
            recipe.evaluate().drift());
    return new Recipe(
        recipe.name(),
        recipe.seed(),
        recipe.model(),
        recipe.train(),
        nothing,
        Optional.empty(),
        resolved);
  }
}
