package dev.belay.train.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.hash.Sha256;
import dev.belay.core.json.Json;
import dev.belay.core.recipe.Recipe;
import dev.belay.core.recipe.RecipeWriter;
import dev.belay.core.run.AtomicFiles;
import dev.belay.core.run.RunDirectory;
import dev.belay.safety.compare.ComparisonJson;
import dev.belay.safety.eval.EvaluationSummary;
import dev.belay.session.evaluate.EvaluationProvenance;
import dev.belay.session.model.ModelSession;
import dev.belay.session.plan.SuitePlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** The small files of a run directory: recipe, provenance, result. */
final class RunFiles {

  private RunFiles() {}

  /**
   * Writes the resolved recipe and the provenance.
   *
   * @throws BadInputException if the directory holds a run of another recipe
   */
  static void writeStart(RunDirectory run, Recipe recipe, ModelSession session, SuitePlan suites) {
    String resolved = RecipeWriter.yaml(recipe.resolved());
    try {
      if (Files.exists(run.resolvedRecipe())) {
        requireSame(run, resolved);
        return;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + run.resolvedRecipe(), e);
    }
    AtomicFiles.write(run.resolvedRecipe(), resolved);
    EvaluationProvenance.of(session, suites)
        .put("recipe_sha256", Sha256.of(resolved))
        .put("seed", recipe.seed())
        .put("model", recipe.model().name())
        .write(run.provenance());
  }

  /**
   * Lets another recipe take the directory over: after bad input before the first step nothing is
   * in it but measurements, which say themselves what they are of.
   */
  static void releaseRecipe(RunDirectory run, Recipe recipe) {
    try {
      boolean trained = Files.exists(run.metrics()) || Files.exists(run.checkpoints());
      if (!trained
          && Files.exists(run.resolvedRecipe())
          && Files.readString(run.resolvedRecipe()).equals(RecipeWriter.yaml(recipe.resolved()))) {
        Files.deleteIfExists(run.selfCompletions());
        Files.deleteIfExists(run.provenance());
        Files.delete(run.resolvedRecipe());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot change " + run.root() + ": " + e.getMessage(), e);
    }
  }

  private static void requireSame(RunDirectory run, String resolved) throws IOException {
    if (!Files.readString(run.resolvedRecipe()).equals(resolved)) {
      throw new BadInputException(
          run.root()
              + ": was started with another recipe (see recipe.resolved.yaml there). Resume with"
              + " the same recipe and the same --set, or choose another --out.");
    }
  }

  static void writeResult(RunDirectory run, Recipe recipe, ExperimentResult result) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("name", recipe.name());
    node.put("steps", result.steps());
    result
        .comparison()
        .ifPresentOrElse(
            comparison -> node.set("comparison", ComparisonJson.write(comparison)),
            () ->
                result
                    .last()
                    .ifPresent(
                        last ->
                            last.suites()
                                .forEach(
                                    suite ->
                                        node.withArray("suites")
                                            .add(EvaluationSummary.json(suite)))));
    try {
      AtomicFiles.write(
          run.result(),
          Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values is always valid JSON", e);
    }
  }
}
