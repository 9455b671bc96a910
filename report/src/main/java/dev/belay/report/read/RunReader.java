package dev.belay.report.read;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.recipe.RecipeReader;
import dev.belay.core.run.JsonLines;
import dev.belay.core.stats.Interval;
import dev.belay.report.data.Changes;
import dev.belay.report.data.Origin;
import dev.belay.report.data.Subject;
import dev.belay.safety.compare.Comparison;
import dev.belay.safety.compare.ComparisonJson;
import dev.belay.safety.drift.DriftReport;
import dev.belay.safety.eval.EvaluationResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A run's folder, also one that has not ended and one of an earlier version: what is not there, or
 * cannot be read, is named in the report.
 */
final class RunReader {

  /** Of evaluations whose run fixed none. */
  static final double MARGIN = 0.02;

  private final Path folder;
  private final int mostSamples;
  private final List<String> missing = new ArrayList<>();

  RunReader(Path folder, int mostSamples) {
    this.folder = folder;
    this.mostSamples = mostSamples;
  }

  /** Whether a folder is a run. */
  static boolean fits(Path folder) {
    return Files.exists(folder.resolve("recipe.resolved.yaml"))
        || Files.exists(folder.resolve("result.json"))
        || Files.exists(folder.resolve("metrics.jsonl"))
        || Files.isDirectory(folder.resolve("eval"));
  }

  /**
   * Reads it.
   *
   * @throws BadInputException when a file that decides what is shown is damaged
   */
  Subject read() {
    Path resultFile = folder.resolve("result.json");
    Optional<JsonNode> result =
        Files.exists(resultFile) ? Optional.of(Facts.file(resultFile)) : Optional.empty();
    if (result.isEmpty()) {
      missing.add("result.json: the run has not ended, or was cut off.");
    }
    Optional<EvaluationResult> before = evaluation("before");
    Optional<EvaluationResult> after = evaluation("after");
    Optional<Changes> changes =
        result
            .map(node -> node.path("comparison"))
            .filter(JsonNode::isObject)
            .map(ChangesReader::read)
            .or(() -> compared(before, after));
    Origin origin = OriginReader.run(folder);
    if (origin.facts().isEmpty()) {
      missing.add("provenance.json: what it was made of is not known.");
    }
    return new Subject(
        result.flatMap(node -> Facts.text(node, "name")).orElse(Folders.name(folder)),
        Subject.Kind.RUN,
        changes,
        changes.isPresent() ? List.of() : after.or(() -> before).map(Rates::of).orElse(List.of()),
        drift(),
        steps(),
        SampleReader.pairs(before, after, mostSamples),
        origin,
        warnings(),
        missing);
  }

  private Optional<Changes> compared(
      Optional<EvaluationResult> before, Optional<EvaluationResult> after) {
    if (before.isEmpty() || after.isEmpty()) {
      return Optional.empty();
    }
    return tried(
        "the comparison of eval/before and eval/after",
        () ->
            ChangesReader.read(
                ComparisonJson.write(
                    Comparison.of(
                        before.get(), after.get(), margin(), Interval.DEFAULT_CONFIDENCE))));
  }

  /** What the recipe fixed before the run. */
  private double margin() {
    Path recipe = folder.resolve("recipe.resolved.yaml");
    return Files.exists(recipe) ? RecipeReader.read(recipe, List.of()).evaluate().margin() : MARGIN;
  }

  private Optional<EvaluationResult> evaluation(String stage) {
    Path at = folder.resolve("eval").resolve(stage);
    if (!Files.exists(at.resolve("evaluation.json"))) {
      missing.add("eval/%s: no completions from %s training.".formatted(stage, stage));
      return Optional.empty();
    }
    return tried("eval/" + stage, () -> EvaluationResult.read(at));
  }

  private Optional<DriftReport> drift() {
    Path file = folder.resolve("drift.json");
    if (!Files.exists(file)) {
      missing.add("drift.json: the drift on the prompts that measure safety was not measured.");
      return Optional.empty();
    }
    return tried("drift.json", () -> DriftReport.read(file));
  }

  private List<JsonNode> steps() {
    Path file = folder.resolve("metrics.jsonl");
    if (!Files.exists(file)) {
      missing.add("metrics.jsonl: there was no training, or its log is gone.");
      return List.of();
    }
    return tried("metrics.jsonl", () -> JsonLines.readWhole(file)).orElse(List.of());
  }

  private List<String> warnings() {
    return tried("warnings.jsonl", () -> JsonLines.readWhole(folder.resolve("warnings.jsonl")))
        .orElse(List.of())
        .stream()
        .map(
            line ->
                "step %s: %s"
                    .formatted(line.path("step").asText("0"), line.path("warning").asText("")))
        .toList();
  }

  private <T> Optional<T> tried(String what, Supplier<T> read) {
    try {
      return Optional.of(read.get());
    } catch (BadInputException e) {
      missing.add(what + " cannot be shown: " + String.join(" ", e.issues()));
      return Optional.empty();
    }
  }
}
