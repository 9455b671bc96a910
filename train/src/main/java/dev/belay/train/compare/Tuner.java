package dev.belay.train.compare;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.hash.Sha256;
import dev.belay.core.json.Json;
import dev.belay.core.recipe.Recipe;
import dev.belay.core.recipe.RecipeDraft;
import dev.belay.core.run.AtomicFiles;
import dev.belay.core.run.Progress;
import dev.belay.core.stats.Interval;
import dev.belay.core.stats.Rate;
import dev.belay.torch.tensor.NonFiniteException;
import dev.belay.train.experiment.ExperimentRunner;
import dev.belay.train.method.RunStoppedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
      if (isUnfinished(e)) {
        throw e;
      }
      return Tuning.Try.failed(set, ComparisonRunner.words(e));
    }
  }

  /**
   * Whether a try was kept from its end by something else than its values, such as a full disk: it
   * goes on with {@code --resume}, and until then nothing is known of it.
   */
  private static boolean isUnfinished(RuntimeException e) {
    boolean diverged = e.getCause() instanceof NonFiniteException;
    return e instanceof UncheckedIOException || (e instanceof RunStoppedException && !diverged);
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

  /**
   * Each suite counts alike, however many prompts it has. What the judge cannot tell is not
   * refused: a try that babbles where it cannot be judged is none the better for it.
   */
  private static Optional<Tuning.Refused> refused(JsonNode suites) {
    if (suites.isEmpty()) {
      return Optional.empty();
    }
    double share = 0;
    double below = 0;
    double above = 0;
    long prompts = 0;
    long undecided = 0;
    for (JsonNode suite : suites) {
      long asked = suite.path("prompts").asLong();
      double refused = suite.path("worst_case_after").path("low").asDouble();
      Interval interval =
          new Rate(Math.round(refused * asked), asked).wilson(Interval.DEFAULT_CONFIDENCE);
      share += refused / suites.size();
      below = Math.hypot(below, (refused - interval.low()) / suites.size());
      above = Math.hypot(above, (interval.high() - refused) / suites.size());
      prompts += asked;
      undecided += suite.path("undecided_after").asLong();
    }
    return Optional.of(new Tuning.Refused(share, share - below, share + above, prompts, undecided));
  }
}
