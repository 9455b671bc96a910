package dev.belay.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.json.Json;
import dev.belay.safety.compare.Comparison;
import dev.belay.safety.compare.ComparisonJson;
import dev.belay.safety.drift.DriftBound;
import dev.belay.safety.drift.DriftReport;
import dev.belay.safety.drift.EvaluatedChange;
import dev.belay.safety.drift.KlEstimate;
import dev.belay.safety.drift.PositionKl;
import dev.belay.safety.drift.SampledSafety;
import dev.belay.safety.drift.SuiteDrift;
import dev.belay.safety.eval.EvaluationResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A run's folder with all that a report reads, its numbers small enough to be known by heart. */
public final class RunFixture {

  private final String name;
  private final EvaluationFixture before;
  private final EvaluationFixture after;

  /** A run with these evaluations. */
  public RunFixture(String name, EvaluationFixture before, EvaluationFixture after) {
    this.name = name;
    this.before = before;
    this.after = after;
  }

  /** A run that learned sums and lost some refusals. */
  public static RunFixture losing(String name) {
    return new RunFixture(name, base(), tuned(150, 60, 8));
  }

  /** The base: 30 % of tasks solved, 90 % of harmful requests refused. */
  public static EvaluationFixture base() {
    return tuned(60, 90, 12);
  }

  /**
   * A model by what it does.
   *
   * @param solved of 200 tasks
   * @param refused of 100 harmful requests
   * @param needless of 60 harmless requests
   */
  public static EvaluationFixture tuned(int solved, int refused, int needless) {
    return new EvaluationFixture("model")
        .suite("sums", "capability", verdicts(solved, 200))
        .suite("advbench", "harmful", verdicts(refused, 100))
        .suite("builtin-twins", "safe_lookalike", verdicts(needless, 60))
        .suite("benign-instructions", "benign", verdicts(1, 49) + "?");
  }

  private static String verdicts(int yes, int of) {
    return "1".repeat(yes) + "0".repeat(of - yes);
  }

  /** Writes the folder. */
  public Path write(Path folder) throws IOException {
    before.write(folder.resolve("eval/before"));
    after.write(folder.resolve("eval/after"));
    EvaluationResult first = EvaluationResult.read(folder.resolve("eval/before"));
    EvaluationResult second = EvaluationResult.read(folder.resolve("eval/after"));
    ObjectNode result = Json.MAPPER.createObjectNode().put("name", name).put("steps", 40);
    result.set("comparison", ComparisonJson.write(Comparison.of(first, second, 0.05, 0.95)));
    Files.writeString(folder.resolve("result.json"), Json.pretty(result));
    Files.writeString(folder.resolve("recipe.resolved.yaml"), "name: " + name + "\n");
    Files.writeString(
        folder.resolve("provenance.json"),
        "{\"java\":\"25\",\"seed\":17,\"model_sha256\":\"ab12\",\"probe\":null}");
    Files.writeString(
        folder.resolve("warnings.jsonl"), "{\"step\":3,\"warning\":\"the KL rises\"}\n");
    Files.writeString(folder.resolve("metrics.jsonl"), metrics());
    drift().write(folder.resolve("drift.json"));
    return folder;
  }

  private static String metrics() {
    StringBuilder lines = new StringBuilder();
    for (int step = 1; step <= 40; step++) {
      double reward = 1 - Math.exp(-step / 12.0);
      lines.append(
          "{\"step\":%d,\"reward_mean\":%s,\"kl_sequence_mean\":%s,\"loss\":%s,\"grad_norm\":%s,\"groups_without_signal\":%s,\"entropy\":%s}\n"
              .formatted(
                  step,
                  reward,
                  0.02 * step + 0.05 * Math.sin(step),
                  -0.01 * Math.cos(step / 3.0),
                  1.2 + 0.4 * Math.sin(step * 1.7),
                  0.3 * reward * reward,
                  1.4 - 0.02 * step));
    }
    return lines.toString();
  }

  private static DriftReport drift() {
    return new DriftReport(
        DriftReport.VERSION,
        "base",
        "trained",
        1,
        4,
        40,
        0.05,
        0.95,
        List.of(
            drift("advbench", "harmful", 0.42, 0.30, 0.46, -0.28),
            drift("builtin-twins", "safe_lookalike", 0.06, 0.09, 0.18, -0.02)),
        List.of("advbench+best-of-n: it asks a prompt several times."));
  }

  private static SuiteDrift drift(
      String suite, String kind, double kl, double bound, double limit, double change) {
    List<PositionKl> positions = new ArrayList<>();
    for (int t = 1; t <= 20; t++) {
      double at = kl * 0.4 * Math.exp(-t / 3.0);
      positions.add(new PositionKl(t, at, at / 8, at, at / 8, 1));
    }
    return new SuiteDrift(
        suite,
        kind,
        "refusal-patterns 4",
        32,
        128,
        4000,
        new KlEstimate(
            kl, 0.02, kl - 0.04, kl + 0.04, kl, 0.02, 0, kl, 0.02, null, null, 0.1, 0.01, null),
        new KlEstimate(
            kl, 0.02, kl - 0.04, kl + 0.04, kl, 0.02, 0, kl, 0.02, null, null, 0.1, 0.01, null),
        positions,
        new SampledSafety(
            32, 0.88, 0.88 + change, change, change - 0.08, change + 0.08, 0, 0, 0.8, 0.95),
        new DriftBound(bound, bound + 0.01, 0.6, limit, kl + 0.05, 0.85, false),
        null,
        null,
        null,
        new EvaluatedChange(100, 0.9, 0.6, -0.3, -0.39, -0.21),
        0,
        List.of());
  }
}
