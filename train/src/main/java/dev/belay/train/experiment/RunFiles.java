package dev.belay.train.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.data.SamplesHash;
import dev.belay.core.error.BadInputException;
import dev.belay.core.hash.Sha256;
import dev.belay.core.json.Json;
import dev.belay.core.json.JsonDifferences;
import dev.belay.core.recipe.Recipe;
import dev.belay.core.recipe.RecipeSource;
import dev.belay.core.recipe.RecipeWriter;
import dev.belay.core.run.AtomicFiles;
import dev.belay.core.run.JsonLines;
import dev.belay.core.run.Provenance;
import dev.belay.core.run.RunDirectory;
import dev.belay.safety.compare.CapabilityChange;
import dev.belay.safety.compare.ComparisonJson;
import dev.belay.safety.eval.EvaluationSummary;
import dev.belay.session.evaluate.EvaluationProvenance;
import dev.belay.session.model.ModelSession;
import dev.belay.session.plan.AnchorPlan;
import dev.belay.session.plan.ExperimentPlan;
import dev.belay.session.plan.MonitorPlan;
import dev.belay.session.plan.ProximalPlan;
import dev.belay.session.plan.TrainingPlan;
import dev.belay.torch.model.WeightsHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The small files of a run directory: recipe, provenance, result. */
final class RunFiles {

  /** What decides the bytes of a run beside its recipe: keys of the provenance, in words. */
  private static final Map<String, String> INPUTS = inputs();

  private RunFiles() {}

  private static Map<String, String> inputs() {
    Map<String, String> inputs = new LinkedHashMap<>();
    inputs.put("model_sha256", "the model's weights");
    inputs.put("tokenizer_sha256", "the tokenizer");
    inputs.put("chat_template_sha256", "the chat template");
    inputs.put("training_data_sha256", "the training data");
    inputs.put("validation_data_sha256", "the early stop's data");
    inputs.put("anchor_data_sha256", "the anchor's prompts");
    inputs.put("anchor_attacks", "how the anchor asks");
    inputs.put("proximal_data_sha256", "the proximal term's prompts");
    inputs.put("refusals_data_sha256", "the prompts of the refusals");
    inputs.put("reward_models", "the reward models");
    inputs.put("second_measure_data_sha256", "the second measure's problems");
    inputs.put("suites", "what is measured");
    inputs.put("probe", "the monitor's probe set");
    return inputs;
  }

  /**
   * Writes the provenance and the resolved recipe; the recipe last, so that where it is, so is the
   * other.
   *
   * @throws BadInputException if the directory holds a run of another recipe, or one that was
   *     started with other files than those that the recipe names now; it says which
   */
  static void writeStart(RunDirectory run, ExperimentPlan plan, ModelSession session) {
    String resolved = RecipeWriter.yaml(plan.recipe().resolved());
    Provenance now = provenance(plan, session, resolved);
    try {
      if (Files.exists(run.resolvedRecipe())) {
        requireSame(run, resolved);
        requireSameInputs(run, now.json());
        return;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + run.root() + ": " + e.getMessage(), e);
    }
    now.write(run.provenance());
    AtomicFiles.write(run.resolvedRecipe(), resolved);
  }

  private static Provenance provenance(
      ExperimentPlan plan, ModelSession session, String resolvedRecipe) {
    return EvaluationProvenance.of(session, plan.suites())
        .put(
            "training_data_sha256",
            plan.training().map(data -> SamplesHash.of(data.samples())).orElse(null))
        .put(
            "validation_data_sha256",
            plan.validation().map(data -> SamplesHash.of(data.problems())).orElse(null))
        .put(
            "anchor_data_sha256",
            plan.guards().anchor().map(anchor -> SamplesHash.of(anchor.prompts())).orElse(null))
        .put(
            "anchor_attacks",
            plan.guards()
                .anchor()
                .filter(anchor -> !anchor.spec().asksDirectly())
                .map(AnchorPlan::hashesByAttack)
                .orElse(null))
        .put(
            "proximal_data_sha256",
            plan.guards()
                .proximal()
                .filter(ProximalPlan::isWeighted)
                .map(proximal -> SamplesHash.of(proximal.prompts()))
                .orElse(null))
        .put(
            "refusals_data_sha256",
            plan.guards()
                .refusals()
                .map(refusals -> SamplesHash.of(refusals.prompts()))
                .orElse(null))
        .put("reward_models", plan.training().flatMap(RunFiles::rewardModels).orElse(null))
        .put(
            "second_measure_data_sha256",
            plan.guards()
                .secondMeasure()
                .map(second -> SamplesHash.of(second.validation().problems()))
                .orElse(null))
        .put("probe", plan.guards().monitor().map(RunFiles::probe).orElse(null))
        .put("data_files", dataFiles(plan))
        .put("recipe_sha256", Sha256.of(resolvedRecipe))
        .put("seed", plan.recipe().seed())
        .put("model", plan.recipe().model().name());
  }

  /** The weights of each reward model, by its name in the recipe; empty without any. */
  private static Optional<Map<String, String>> rewardModels(TrainingPlan training) {
    Map<String, String> weights = new LinkedHashMap<>();
    if (training instanceof TrainingPlan.Rlvr rlvr) {
      rlvr.models().forEach(model -> weights.put(model.name(), WeightsHash.of(model.directory())));
    }
    return Optional.of(weights).filter(found -> !found.isEmpty());
  }

  /**
   * SHA-256 of each file of the user's own; null without any. What decides the run is what was read
   * in them, whose hashes stand beside.
   */
  private static @Nullable Map<String, String> dataFiles(ExperimentPlan plan) {
    Map<String, String> hashes = new LinkedHashMap<>();
    plan.files().files().forEach(file -> hashes.put(file.toString(), Sha256.of(file)));
    return hashes.isEmpty() ? null : hashes;
  }

  private static Map<String, Object> probe(MonitorPlan monitor) {
    return Map.of(
        "version", monitor.probe().suite().info().version(),
        "judges", monitor.probe().suite().info().judges(),
        "data_sha256", monitor.probe().dataSha256());
  }

  /** What the run read when it was started must be what it would read now. */
  private static void requireSameInputs(RunDirectory run, ObjectNode now) throws IOException {
    if (!Files.exists(run.provenance())) {
      throw new BadInputException(
          run.provenance()
              + ": is missing, so it cannot be told what the run was started with. Choose another"
              + " --out.");
    }
    JsonNode then = Json.MAPPER.readTree(Files.readString(run.provenance()));
    List<String> differences = new ArrayList<>();
    INPUTS.forEach(
        (key, what) ->
            JsonDifferences.of(one(key, then), one(key, now))
                .forEach(difference -> differences.add(what + " (" + difference + ")")));
    if (!differences.isEmpty()) {
      throw new BadInputException(
          "%s: was started with other files than the recipe names now: %s. Put back what was there, or choose another --out."
              .formatted(run.root(), String.join("; ", differences)));
    }
  }

  private static ObjectNode one(String key, JsonNode provenance) {
    ObjectNode one = Json.MAPPER.createObjectNode();
    if (key.equals("reward_models") && provenance.hasNonNull(key)) {
      // Their weights count, in the recipe's order, and not the folder that each lies in.
      one.set(
          key,
          Json.MAPPER.valueToTree(
              provenance.get(key).properties().stream().map(Map.Entry::getValue).toList()));
    } else if (provenance.hasNonNull(key)) {
      one.set(key, provenance.get(key));
    }
    return one;
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
          && RecipeSource.areSame(
              Files.readString(run.resolvedRecipe()), RecipeWriter.yaml(recipe.resolved()))) {
        Files.deleteIfExists(run.selfCompletions());
        Files.deleteIfExists(run.pairSamples());
        Files.deleteIfExists(run.warnings());
        Files.deleteIfExists(run.verifiedCompletions());
        Files.deleteIfExists(run.startLogProbs());
        AtomicFiles.deleteTree(run.anchor());
        AtomicFiles.deleteTree(run.proximal());
        AtomicFiles.deleteTree(run.refusals());
        AtomicFiles.deleteTree(run.passRates());
        Files.deleteIfExists(run.provenance());
        Files.delete(run.resolvedRecipe());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot change " + run.root() + ": " + e.getMessage(), e);
    }
  }

  /** It is as large as the weights, and no step will need it. */
  static void releaseFisher(RunDirectory run) {
    try {
      Files.deleteIfExists(ProximalBuilder.file(run));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot change " + run.proximal() + ": " + e.getMessage(), e);
    }
  }

  private static void requireSame(RunDirectory run, String resolved) throws IOException {
    if (!RecipeSource.areSame(Files.readString(run.resolvedRecipe()), resolved)) {
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
            comparison -> {
              node.set("comparison", ComparisonJson.write(comparison));
              node.set("capability", CapabilityChange.json(comparison.capability()));
            },
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
    result.until().ifPresent(stop -> node.set("until", stop.json()));
    result
        .warnings()
        .forEach(
            warning ->
                node.withArray("warnings")
                    .addObject()
                    .put("step", warning.step())
                    .put("warning", warning.text()));
    result.monitor().ifPresent(outcome -> node.set("monitor", outcome.json()));
    ArrayNode looks = SecondMeasureLooks.of(JsonLines.readWhole(run.metrics()));
    if (!looks.isEmpty()) {
      node.set("second_measure", looks);
    }
    try {
      AtomicFiles.write(
          run.result(),
          Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values is always valid JSON", e);
    }
  }
}
