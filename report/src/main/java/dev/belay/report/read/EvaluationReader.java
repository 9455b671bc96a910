package dev.belay.report.read;

import dev.belay.core.stats.Interval;
import dev.belay.report.data.Origin;
import dev.belay.report.data.Subject;
import dev.belay.safety.compare.Comparison;
import dev.belay.safety.compare.ComparisonJson;
import dev.belay.safety.eval.EvaluationResult;
import dev.belay.safety.eval.SettingsCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Folders of {@code belay eval}: one alone, or one before and one after. */
final class EvaluationReader {

  private static final List<String> NOT_OF_A_RUN =
      List.of(
          "drift.json, metrics.jsonl: evaluations alone say nothing of how a model was trained.");

  private EvaluationReader() {}

  /** Whether a folder is an evaluation. */
  static boolean fits(Path folder) {
    return Files.exists(folder.resolve("evaluation.json"));
  }

  /** One alone: rates. */
  static Subject alone(Path folder, int mostSamples) {
    EvaluationResult result = EvaluationResult.read(folder);
    return new Subject(
        Folders.name(folder),
        Subject.Kind.EVALUATION,
        Optional.empty(),
        Rates.of(result),
        Optional.empty(),
        List.of(),
        SampleReader.pairs(Optional.empty(), Optional.of(result), mostSamples),
        OriginReader.evaluation(folder),
        List.of(),
        List.of("a second evaluation: with one alone there is no change to show."));
  }

  /**
   * Two, paired.
   *
   * @param margin the largest worsening that counts as held
   * @param acrossModels whether the models may read the same prompts as other tokens
   * @throws dev.belay.core.error.BadInputException with all that differs between them
   */
  static Subject pair(
      Path before, Path after, double margin, boolean acrossModels, int mostSamples) {
    SettingsCheck.check(before, after, acrossModels);
    EvaluationResult first = EvaluationResult.read(before);
    EvaluationResult second = EvaluationResult.read(after);
    Comparison comparison = Comparison.of(first, second, margin, Interval.DEFAULT_CONFIDENCE);
    return new Subject(
        Folders.name(after),
        Subject.Kind.EVALUATIONS,
        Optional.of(ChangesReader.read(ComparisonJson.write(comparison))),
        List.of(),
        Optional.empty(),
        List.of(),
        SampleReader.pairs(Optional.of(first), Optional.of(second), mostSamples),
        origin(before, after, margin),
        List.of(),
        NOT_OF_A_RUN);
  }

  private static Origin origin(Path before, Path after, double margin) {
    Origin first = OriginReader.evaluation(before);
    Origin second = OriginReader.evaluation(after);
    List<String> commands = new ArrayList<>(first.commands());
    commands.addAll(second.commands());
    commands.add("belay compare-evals %s %s --margin %s".formatted(before, after, margin));
    return new Origin(
        "%s, then %s".formatted(before, after), second.facts(), Optional.empty(), commands);
  }
}
