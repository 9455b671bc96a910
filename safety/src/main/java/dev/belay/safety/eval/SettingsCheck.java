package dev.belay.safety.eval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.openai.SamplerSettings;
import dev.belay.core.openai.ServerUrl;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sees to it that two evaluations were made alike, so that only the models differ. */
public final class SettingsCheck {

  private static final String TOKENS = "prompts_sha256";

  private SettingsCheck() {}

  /**
   * Compares what two folders say of themselves: seed, samples, what a server's sampler does beside
   * the law, and of each suite its version, judges, attack, limit, sampling, and the tokens that
   * the models read.
   *
   * @param acrossModels whether the models may read the same prompts as other tokens
   * @throws BadInputException with everything that differs; or when a folder holds no evaluation
   */
  public static void check(Path before, Path after, boolean acrossModels) {
    List<String> issues = issues(before, after, acrossModels);
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
  }

  /** Everything that {@link #check} would find, a sentence each. */
  public static List<String> issues(Path before, Path after, boolean acrossModels) {
    List<String> issues = new ArrayList<>();
    Optional<ObjectNode> there = manifest(before, issues);
    Optional<ObjectNode> here = manifest(after, issues);
    if (there.isEmpty() || here.isEmpty()) {
      return issues;
    }
    List<String> differences =
        EvaluationManifest.differences(comparable(there.get()), comparable(here.get()));
    differences.forEach(
        difference -> issues.add("the two evaluations were not made alike: " + difference + "."));
    List<String> otherTokens = otherTokens(there.get(), here.get(), differences);
    if (!otherTokens.isEmpty() && !acrossModels) {
      issues.add(
          "the two models did not read the same tokens (%s): chat template, system prompt, tokenizer or prompts differ. If the models are of different families, allow it with --across-models."
              .formatted(String.join(", ", otherTokens)));
    }
    return issues;
  }

  /**
   * Whether both folders say that the same weights were evaluated.
   *
   * @throws BadInputException when a folder holds no evaluation
   */
  public static boolean sameModel(Path before, Path after) {
    JsonNode there = new EvaluationFolder(before).readManifest().path("model");
    return !there.isMissingNode()
        && there.equals(new EvaluationFolder(after).readManifest().path("model"));
  }

  private static Optional<ObjectNode> manifest(Path folder, List<String> issues) {
    try {
      if (new EvaluationFolder(folder).readManifest() instanceof ObjectNode manifest) {
        return Optional.of(manifest);
      }
      issues.add(folder + ": evaluation.json is not an object.");
    } catch (BadInputException e) {
      issues.addAll(e.issues());
    }
    return Optional.empty();
  }

  /** The settings but what may differ: the model, and how it reads the prompts. */
  private static ObjectNode comparable(ObjectNode manifest) {
    ObjectNode settings = manifest.deepCopy();
    if (!settings.has(EvaluationManifest.SAMPLER)) {
      settings.putObject(EvaluationManifest.SAMPLER).setAll(samplerUnsaid(manifest));
    }
    settings.remove(List.of("model", "batch"));
    settings.path("suites").forEach(SettingsCheck::dropTokens);
    return settings;
  }

  /** A model in this process has a neutral sampler; a server's was once left to the server. */
  private static Map<String, JsonNode> samplerUnsaid(ObjectNode manifest) {
    return ServerUrl.isUrl(manifest.path("model").asText(""))
        ? SamplerSettings.leftToServer(Map.of()).inForce()
        : SamplerSettings.neutral();
  }

  private static void dropTokens(JsonNode suite) {
    if (suite instanceof ObjectNode fields) {
      fields.remove(TOKENS);
    }
  }

  /**
   * Suites whose prompts were read as other tokens though nothing else of them differs, which would
   * be reason enough.
   */
  private static List<String> otherTokens(JsonNode there, JsonNode here, List<String> differences) {
    List<String> names = new ArrayList<>();
    if (!differences.stream().allMatch(difference -> difference.startsWith("suites."))) {
      return names;
    }
    for (var suite : there.path("suites").properties()) {
      String name = suite.getKey();
      JsonNode other = here.path("suites").path(name);
      boolean alike = differences.stream().noneMatch(d -> d.startsWith("suites." + name));
      if (alike && !suite.getValue().path(TOKENS).equals(other.path(TOKENS))) {
        names.add(name);
      }
    }
    return names;
  }
}
