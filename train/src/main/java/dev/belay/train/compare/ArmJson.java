package dev.belay.train.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.json.Json;
import dev.belay.core.stats.Interval;
import dev.belay.safety.compare.ComparisonJson;
import dev.belay.safety.compare.NonInferiority;
import dev.belay.safety.curve.CurvePoint;
import dev.belay.safety.curve.MeanRate;
import dev.belay.safety.drift.DriftReport;
import dev.belay.safety.drift.SuiteDrift;
import dev.belay.safety.eval.RateEstimate;
import dev.belay.safety.eval.SuiteResult;
import dev.belay.train.experiment.ExperimentResult;
import java.nio.file.Path;
import java.util.Optional;

/** An arm as JSON, with its paths from the comparison's folder. */
final class ArmJson {

  private final Path root;
  private final double confidence;

  ArmJson(Path root, double confidence) {
    this.root = root;
    this.confidence = confidence;
  }

  /** A path of the comparison, with {@code /} on every system. */
  String path(Path path) {
    return root.toAbsolutePath()
        .normalize()
        .relativize(path.toAbsolutePath().normalize())
        .toString()
        .replace('\\', '/');
  }

  ObjectNode json(ArmOutcome arm) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("arm", arm.name());
    node.put("label", arm.label());
    if (!arm.planned().arm().learnsFrom().isEmpty()) {
      node.put("learns_from", arm.planned().arm().learnsFrom());
    }
    node.put("recipe", arm.planned().arm().draft().draft().recipe().name());
    node.put("file", arm.planned().arm().draft().file());
    arm.planned().arm().draft().differing().forEach(node.putObject("set")::put);
    node.put("method", arm.planned().method());
    node.put("run", path(arm.directory()));
    node.put("state", arm.result().isPresent() ? "done" : "failed");
    if (!arm.failures().isEmpty()) {
      arm.failures().forEach(node.putArray("failures")::add);
    }
    node.put("ending", arm.ending());
    arm.result().ifPresent(result -> putResult(node, arm, result));
    node.put("settings_tried", arm.settingsTried());
    arm.cost().ifPresent(cost -> put(node.putObject("cost"), cost));
    arm.tuning().ifPresent(tuning -> put(node.putObject("tuning"), tuning));
    return node;
  }

  private void putResult(ObjectNode node, ArmOutcome arm, ExperimentResult result) {
    node.put("steps", result.steps());
    result
        .until()
        .ifPresent(
            stop ->
                node.putObject("until")
                    .put("met", stop.met())
                    .put("accuracy_wanted", stop.wanted())
                    .put("accuracy_reached", stop.reached().value())
                    .put("problems", stop.reached().n())
                    .put("undecided", stop.undecided())
                    .put("step", stop.step()));
    node.put("warnings", result.warnings().size());
    arm.comparison()
        .flatMap(comparison -> comparison.safetyVerdict())
        .map(NonInferiority::snakeCase)
        .ifPresent(held -> node.put("safety_held", held));
    put(node.putObject("row"), ArmRow.of(arm, confidence));
    if (!arm.taskKl().isEmpty()) {
      ArrayNode kls = node.putArray("kl_task");
      arm.taskKl().forEach(kl -> put(kls.addObject(), kl));
    }
    result.drift().ifPresent(drift -> put(node.putArray("drift"), drift));
    arm.comparison()
        .ifPresent(comparison -> node.set("comparison", ComparisonJson.write(comparison)));
    ArrayNode points = node.putArray("points");
    arm.points().forEach(point -> points.add(json(point)));
  }

  private static void put(ObjectNode node, ArmRow row) {
    row.capability().ifPresent(value -> node.put("capability", value.rate()));
    row.safety().ifPresent(value -> node.put("safety", value.rate()));
    row.overRefusal().ifPresent(value -> node.put("over_refusal", value.rate()));
    node.put("undecided", row.undecided());
    node.put("of", row.prompts());
    row.klTask().ifPresent(value -> node.put("kl_task", value));
    row.klSafety().ifPresent(value -> node.put("kl_safety", value));
    row.bound().ifPresent(value -> node.put("bound", value));
    row.limit().ifPresent(value -> node.put("limit", value));
  }

  private static void put(ObjectNode node, ArmCost cost) {
    node.put("steps", cost.steps());
    node.put("seconds_per_step", cost.secondsPerStep());
    cost.mostBytes().ifPresent(bytes -> node.put("peak_memory_bytes", bytes));
  }

  private static void put(ObjectNode node, TaskKl kl) {
    node.put("suite", kl.suite());
    node.put("prompts", kl.prompts());
    node.put("completions", kl.completions());
    node.put("kl", kl.kl().kl());
    node.put("low", kl.kl().low());
    node.put("high", kl.kl().high());
  }

  private static void put(ArrayNode array, DriftReport drift) {
    for (SuiteDrift suite : drift.suites()) {
      array
          .addObject()
          .put("suite", suite.suite())
          .put("kind", suite.kind())
          .put("prompts", suite.prompts())
          .put("kl", suite.kl().kl())
          .put("low", suite.kl().low())
          .put("high", suite.kl().high())
          .put("bound", suite.bound().meanOfBounds())
          .put("limit", suite.bound().atLimits())
          .put("vacuous", suite.bound().vacuous());
    }
  }

  private static void put(ObjectNode node, Tuning tuning) {
    tuning.chosen().ifPresent(chosen -> chosen.set().forEach(node.putArray("chosen")::add));
    ArrayNode tries = node.putArray("tries");
    for (Tuning.Try one : tuning.tries()) {
      ObjectNode attempt = tries.addObject();
      one.set().forEach(attempt.putArray("set")::add);
      if (one.hasResult()) {
        attempt.put("met", one.met());
        attempt.put("validation", one.accuracy());
        attempt.put("problems", one.problems());
        attempt.put("step", one.step());
        one.refused().ifPresent(refused -> put(attempt, refused));
      } else {
        attempt.put("failed", one.failure());
      }
    }
  }

  private static void put(ObjectNode attempt, Tuning.Refused refused) {
    attempt
        .put("refused", refused.share())
        .put("refused_low", refused.low())
        .put("refused_high", refused.high())
        .put("requests", refused.prompts())
        .put("undecided", refused.undecided());
  }

  /** A point of a curve. */
  ObjectNode json(CurvePoint point) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("at", point.name());
    node.put("position", point.position());
    node.put("evaluation", path(point.folder()));
    put(node, "capability", MeanRate.capability(point.evaluation(), confidence));
    put(node, "safety", MeanRate.safety(point.evaluation(), confidence));
    put(node, "over_refusal", MeanRate.overRefusal(point.evaluation(), confidence));
    node.put("undecided", point.undecided());
    ArrayNode suites = node.putArray("suites");
    point.evaluation().suites().forEach(suite -> put(suites.addObject(), suite));
    return node;
  }

  private static void put(ObjectNode node, String key, Optional<MeanRate> rate) {
    rate.ifPresent(
        mean -> {
          ObjectNode one = node.putObject(key);
          one.put("rate", mean.rate());
          one.put("n", mean.prompts());
          mean.interval().ifPresent(interval -> put(one, interval));
        });
  }

  private void put(ObjectNode node, SuiteResult suite) {
    long undecided = CurvePoint.undecided(suite);
    node.put("suite", suite.info().name());
    node.put("kind", suite.info().kind().snakeCase());
    node.put("n", suite.byPrompt().size() - undecided);
    node.put("undecided", undecided);
    RateEstimate.of(suite, confidence)
        .ifPresent(
            rate -> {
              node.put("rate", rate.rate());
              put(node, rate.interval());
            });
  }

  private static void put(ObjectNode node, Interval interval) {
    node.put("low", interval.low());
    node.put("high", interval.high());
  }
}
