package dev.belay.train.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.json.Json;
import dev.belay.core.recipe.Recipe;
import dev.belay.core.run.AtomicFiles;
import dev.belay.core.run.Provenance;
import dev.belay.safety.curve.CurvePoint;
import dev.belay.safety.curve.EqualCapability;
import dev.belay.safety.eval.SuiteInfo;
import dev.belay.safety.eval.SuiteResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code compare.json}: everything that a comparison found, and what it was made of. */
public final class CompareFile {

  /** Of the format that this code writes. */
  static final int FORMAT = 1;

  private CompareFile() {}

  static void write(ComparisonResult result, ArmFolders folders, String command) {
    AtomicFiles.write(folders.result(), Json.pretty(json(result, command)) + "\n");
  }

  /** The whole file. */
  public static ObjectNode json(ComparisonResult result, String command) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("format", FORMAT);
    node.put("kind", "belay-compare");
    node.put("name", String.valueOf(result.out().toAbsolutePath().normalize().getFileName()));
    ComparisonVerdict.paragraphs(result).forEach(node.putArray("verdict")::add);
    node.put("exit_code", result.isIncomplete() ? 1 : 0);
    Recipe recipe = result.common();
    putBase(node.putObject("base"), result, recipe);
    node.put("margin", recipe.evaluate().margin());
    node.put("confidence", recipe.evaluate().confidence());
    node.put("capability_margin", EqualCapability.MARGIN);
    putCurve(node.putObject("curve"), result.curve());
    putTuning(node, result);
    ArrayNode suites = node.putArray("suites");
    result
        .base()
        .ifPresent(
            base -> base.evaluation().suites().forEach(suite -> put(suites.addObject(), suite)));
    ArrayNode arms = node.putArray("arms");
    ArmJson arm = new ArmJson(result.out(), recipe.evaluate().confidence());
    result.arms().forEach(one -> arms.add(arm.json(one)));
    result
        .equal()
        .ifPresent(equal -> node.set("equal_capability", new MeetingJson(result).json(equal)));
    ObjectNode provenance = Provenance.ofThisProcess().json();
    provenance.putArray("commands").add(command);
    node.set("provenance", provenance);
    return node;
  }

  private static void putBase(ObjectNode node, ComparisonResult result, Recipe recipe) {
    node.put("model", recipe.model().name());
    result.base().flatMap(CompareFile::weights).ifPresent(sha -> node.put("model_sha256", sha));
    node.put("dtype", recipe.model().dtype().name().toLowerCase(Locale.ROOT));
    node.put("seed", recipe.seed());
    ArmJson points = new ArmJson(result.out(), recipe.evaluate().confidence());
    result
        .base()
        .ifPresent(
            base -> {
              node.put("evaluation", points.path(base.folder()));
              node.set("point", points.json(base));
            });
  }

  private static Optional<String> weights(CurvePoint base) {
    Path manifest = base.folder().resolve("evaluation.json");
    try {
      JsonNode model =
          Files.exists(manifest)
              ? Json.MAPPER.readTree(manifest.toFile()).path("model")
              : Json.MAPPER.missingNode();
      return Optional.of(model.asText()).filter(sha -> !sha.isEmpty());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static void putCurve(ObjectNode node, CurveSource curve) {
    node.put("from", curve.key());
    if (curve instanceof CurveSource.Weights weights) {
      weights.shares().forEach(node.putArray("shares")::add);
    }
  }

  private static void putTuning(ObjectNode node, ComparisonResult result) {
    Map<String, Integer> tries = result.tries();
    if (!tries.isEmpty()) {
      ObjectNode tuned = node.putObject("tuned_alike");
      ObjectNode each = tuned.putObject("tries");
      tries.forEach(each::put);
      tuned.put("alike", result.tunedAlike());
      tuned.put("sentence", result.tuning().orElse(""));
    }
  }

  private static void put(ObjectNode node, SuiteResult suite) {
    SuiteInfo info = suite.info();
    node.put("suite", info.name());
    node.put("version", info.version());
    node.put("kind", info.kind().snakeCase());
    node.put("metric", info.kind().metric());
    info.judges().forEach(node.putArray("judges")::add);
    node.put("prompts", suite.byPrompt().size());
  }
}
