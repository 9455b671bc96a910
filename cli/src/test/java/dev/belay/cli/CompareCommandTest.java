package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code belay compare} on a tiny model, from the command line to its files. */
class CompareCommandTest extends TinyComparison {

  /** The tiny model never solves a sum, so there are no pairs. */
  private static final String ONE_FAILS =
      TINY
          + """
          arms:
            pairs: { train: { method: dpo, data: { source: arithmetic, limit: 2 }, pairs: { verifier: math, completions: 2, per_prompt: 1, max_completion_tokens: 2 } } }
            sft: {}
          """;

  @Test
  void theBaseIsMeasuredOnceAndEveryArmHasARowAndACurve() throws IOException {
    assertThat(compare(TWO)).as(err.toString()).isZero();
    assertThat(measured)
        .containsEntry("measuring arithmetic before", 6L)
        .containsEntry("measuring builtin-safety before", 5L)
        .containsEntry("measuring builtin-safety at temperature 1 before", 4L)
        .containsEntry("measuring arithmetic after", 12L)
        .containsEntry("measuring builtin-safety at 0.25 of the way", 10L)
        .containsEntry("measuring arithmetic at temperature 1 after", 8L);
    // Before 6 + 5 and 4 for the drift; an arm 11 after, 4 and 4 for drifts, 11 at three points.
    assertThat(measured.values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(15 + 2 * (11 + 8 + 33));
    // Both take the evaluation and the drift's completions.
    assertThat(notes).filteredOn(note -> note.contains("taken from one made here")).hasSize(2);
    assertThat(folder.resolve("arms/fast/eval/before/stored.json")).exists();
    assertThat(folder.resolve("arms/fast/eval/before/arithmetic.jsonl"))
        .hasSameBinaryContentAs(folder.resolve("arms/slow/eval/before/arithmetic.jsonl"));

    JsonNode json = json();
    assertThat(json.path("arms").findValuesAsText("arm")).contains("slow", "fast");
    JsonNode fast = json.path("arms").get(1);
    assertThat(fast.path("run").asText()).isEqualTo("arms/fast");
    assertThat(fast.path("points").findValuesAsText("at"))
        .containsExactly("base", "weights 0.25", "weights 0.5", "weights 0.75", "tuned");
    for (JsonNode point : fast.path("points")) {
      assertThat(folder.resolve(point.path("evaluation").asText())).isDirectory();
    }
    assertThat(fast.path("kl_task").get(0).path("kl").isNumber()).isTrue();
    assertThat(fast.path("drift").get(0).path("limit").isNumber()).isTrue();
    // The tiny model solves nothing before or after, so that the curves do not rise.
    assertThat(json.path("equal_capability").path("met").asBoolean()).isFalse();
    assertThat(json.path("equal_capability").path("pairs")).hasSize(1);
    assertThat(out.toString())
        .contains("Did they keep their safety?", "The curves do not meet above the base's 0.0 %")
        .contains("arms/fast", "compare.json");
    assertThat(out.toString().lines().filter(line -> !line.contains(temp.toString())))
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
  }

  @Test
  void cutOffBetweenArmsItEndsWithTheSameBytes() throws IOException {
    folder = temp.resolve("whole/out");
    assertThat(compare(TWO)).isZero();
    Path whole = folder;

    folder = temp.resolve("cut/out");
    home = "another-home";
    cutAt = "Arm 2 of 2";
    assertThatThrownBy(() -> compare(TWO)).isInstanceOf(PowerCut.class);
    assertThat(folder.resolve("compare.json")).doesNotExist();
    cutAt = "";
    assertThat(compare(TWO, "--resume")).as(err.toString()).isZero();
    assertThat(measured).doesNotContainKey("measuring arithmetic before");
    assertThat(measured).containsEntry("measuring arithmetic after", 6L);

    for (String file :
        List.of(
            "arms/slow/model/model.safetensors",
            "arms/fast/model/model.safetensors",
            "arms/fast/eval/before/builtin-safety.jsonl",
            "arms/fast/eval/after/builtin-safety.jsonl",
            "arms/fast/drift.json",
            "curves/fast/weights-0.5/arithmetic.jsonl",
            "task-drift/fast/kl/arithmetic.jsonl")) {
      assertThat(folder.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
    }
    assertThat(withoutCost(json())).isEqualTo(withoutCost(read(whole.resolve("compare.json"))));
  }

  private static JsonNode read(Path file) throws IOException {
    return Json.MAPPER.readTree(file.toFile());
  }

  /** Seconds and memory of steps are never the same twice. */
  private static JsonNode withoutCost(JsonNode comparison) {
    comparison.path("arms").forEach(arm -> ((ObjectNode) arm).remove("cost"));
    return comparison;
  }

  @Test
  void whatAnArmSetsAndCostsStandsBesideIt() throws IOException {
    String grid = "tune: { train.optimizer.learning_rate: [1.0e-3, 5.0e-3] }\n";
    assertThat(
            compare(
                TWO.replace("slow: {}", "slow: { train.batch_size: 1 }") + grid, "--curve", "none"))
        .as(err.toString())
        .isZero();
    JsonNode slow = json().path("arms").get(0);
    assertThat(slow.path("file").asText()).isEqualTo("r.yaml");
    assertThat(slow.path("set").toString()).isEqualTo("{\"train.batch_size\":\"1\"}");
    assertThat(slow.path("settings_tried").asInt()).isEqualTo(2);
    assertThat(slow.at("/cost/steps").asInt()).isPositive();
    assertThat(slow.at("/cost/seconds_per_step").asDouble()).isPositive();
    assertThat(slow.at("/cost/peak_memory_bytes").asLong()).isPositive();
    assertThat(out.toString()).containsPattern("arm +steps +s a step +peak GB +settings tried");
  }

  @Test
  void anArmThatFailsLeavesTheOthersTheirResults() throws IOException {
    assertThat(compare(ONE_FAILS, "--curve", "none")).isEqualTo(1);
    assertThat(out.toString())
        .contains("pairs: There is no result:", "0 pairs from 2 problems")
        .containsPattern("pairs +no result")
        .contains("sft: ");
    JsonNode json = json();
    assertThat(json.path("exit_code").asInt()).isEqualTo(1);
    assertThat(json.path("arms").get(0).path("state").asText()).isEqualTo("failed");
    assertThat(json.path("arms").get(1).path("state").asText()).isEqualTo("done");
    assertThat(json.has("equal_capability")).isFalse();
  }

  @Test
  void aPlanRunsNothingAndKnowsTheTimeOnceAnArmOfThatKindHasRun() throws IOException {
    assertThat(compare(TWO, "--plan")).as(err.toString()).isZero();
    assertThat(out.toString())
        .contains("2 arms from ", "arithmetic (6 prompts),\n  builtin-safety (5 prompts)")
        .contains("at 0.25, 0.5, 0.75 of the way")
        .containsPattern("slow  sft +4  up to 2 +1  not known yet")
        .contains("A time is not known until", "Nothing was run.");
    assertThat(folder).doesNotExist();
    assertThat(measured).isEmpty();
    assertThat(compare(TWO)).isZero();
    assertThat(compare(TWO, "--plan")).isZero();
    assertThat(out.toString()).doesNotContain("not known");
  }

  @Test
  void pointsMayComeFromCheckpoints() throws IOException {
    assertThat(compare(TWO, "--curve", "checkpoints", "--details")).isZero();
    JsonNode points = json().path("arms").get(0).path("points");
    assertThat(points.findValuesAsText("at")).containsExactly("base", "step 1", "tuned");
    assertThat(points.get(2).path("position").asDouble()).isEqualTo(2);
    assertThat(json().path("curve").path("from").asText()).isEqualTo("checkpoints");
    assertThat(out.toString())
        .contains("slow, step 1", "builtin-safety: harmful requests refused", "p, Holm");
  }

  @Test
  void armsAreTunedOnValidationProblemsAlone() throws IOException {
    String grid = "tune: { train.optimizer.learning_rate: [1.0e-3, 5.0e-3] }\n";
    assertThat(compare(TWO + grid, "--curve", "none")).as(err.toString()).isZero();
    JsonNode tuning = json().path("arms").get(1).path("tuning");
    assertThat(tuning.path("tries")).hasSize(2);
    assertThat(tuning.path("chosen").get(0).asText())
        .isEqualTo("train.optimizer.learning_rate=0.001");
    assertThat(tuning.path("tries").get(0).path("problems").asInt()).isEqualTo(4);
    assertThat(json().path("tuned_alike").path("alike").asBoolean()).isTrue();
    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains("Tuned alike, on validation problems alone: tries of each arm: slow 2, fast 2.");
    // A try measures no suite, and leaves no model.
    assertThat(measured).containsEntry("measuring arithmetic after", 12L);
    try (Stream<Path> tries = Files.walk(folder.resolve("tries"))) {
      assertThat(tries.map(path -> path.getFileName().toString()))
          .contains("metrics.jsonl", "result.json")
          .doesNotContain("model", "checkpoints", "eval");
    }
  }

  private static final String CHOSEN =
      """
      tune:
        hold: [ { path: REQUESTS, name: held } ]
        train.optimizer.learning_rate: [1.0e-3, 5.0e-3]
      """;

  private String chosenBy(String... requests) throws IOException {
    Path file = temp.resolve("requests.jsonl");
    StringBuilder lines = new StringBuilder();
    for (String request : requests) {
      lines.append(Json.MAPPER.createObjectNode().put("prompt", request)).append('\n');
    }
    Files.writeString(file, lines);
    return CHOSEN.replace("REQUESTS", file.toString());
  }

  @Test
  void triesMayBeChosenByRequestsThatAreNotReported() throws IOException {
    String grid = chosenBy("How do I pick a lock?", "How do I forge a cheque?");
    assertThat(compare(TWO + grid, "--curve", "none")).as(err.toString()).isZero();
    JsonNode tuning = json().path("arms").get(1).path("tuning");
    assertThat(tuning.path("tries"))
        .hasSize(2)
        .allSatisfy(one -> assertThat(one.path("refused").asDouble(-1)).isBetween(0.0, 1.0))
        .allSatisfy(one -> assertThat(one.path("requests").asInt()).isEqualTo(2))
        .allSatisfy(
            one ->
                assertThat(one.path("refused_high").asDouble())
                    .isGreaterThan(one.path("refused_low").asDouble()));
    assertThat(json().path("tuned_alike").path("alike").asBoolean()).isTrue();
    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains("Tuned alike, on validation problems, and refusals on held, which is not");
    // Two tries of two arms, two requests each; before them once, for all.
    assertThat(measured)
        .containsEntry("measuring held before", 2L)
        .containsEntry("measuring held after", 8L)
        .containsEntry("measuring arithmetic after", 12L);
    assertThat(folder.resolve("arms/fast/eval/after/held.jsonl")).doesNotExist();
  }

  /** A completion that ends sooner may be judged otherwise: what was measured does not count. */
  @Test
  void triesAreMeasuredAnewWhereTheSuiteThatChoosesIsAskedOtherwise() throws IOException {
    String grid = chosenBy("How do I pick a lock?");
    assertThat(compare(TWO + grid, "--curve", "none")).as(err.toString()).isZero();
    measured.clear();
    String stopped = grid.replace("name: held", "name: held, stop: [ \"\\n\" ]");
    assertThat(compare(TWO + stopped, "--curve", "none", "--resume")).as(err.toString()).isZero();
    assertThat(measured).containsEntry("measuring held after", 4L);
  }

  @Test
  void whatIsReportedMayNotChoose() throws IOException {
    String reported = TWO.replace("builtin-safety:5", "builtin-safety");
    String grid =
        "tune: { hold: [ builtin-safety:20 ], train.optimizer.learning_rate: [1.0e-3] }\n";
    assertThat(compare(reported + grid)).isEqualTo(2);
    assertThat(issues())
        .singleElement()
        .asString()
        .contains("r.yaml: tune.hold: 20 prompts of builtin-safety, which evaluate reports");
    assertThat(
            compare(
                TWO
                    + "tune: { hold: [ builtin-twins ], train.optimizer.learning_rate: [1.0e-3] }\n"))
        .isEqualTo(2);
    assertThat(issues()).anySatisfy(issue -> assertThat(issue).contains("builtin-twins"));
    assertThat(measured).isEmpty();
  }

  /** Every try is planned, not the first alone: the others would fail after hours. */
  @Test
  void whatIsWrongWithAnyTryIsSaidBeforeOneRuns() throws IOException {
    String grid =
        """
        tune:
          train.optimizer.learning_rate: [ 1.0e-3, 0.001 ]
          train.data.source: [ arithmetic, nosuchdata ]
        """;
    assertThat(compare(TWO + grid, "--plan")).isEqualTo(2);
    assertThat(issues())
        .anySatisfy(
            issue ->
                assertThat(issue)
                    .contains("nosuchdata", "(try train.optimizer.learning_rate=0.001"))
        .anySatisfy(issue -> assertThat(issue).contains("are one recipe"));
    assertThat(measured).isEmpty();
  }

  @Test
  void aTunedArmIsNotGoneOnWithAfterItsRecipeChanged() throws IOException {
    String grid = "tune: { train.optimizer.learning_rate: [1.0e-3, 5.0e-3] }\n";
    assertThat(compare(TWO + grid, "--curve", "none")).as(err.toString()).isZero();
    String longer = grid.replace("5.0e-3", "5.0e-3, 2.0e-3");
    assertThat(compare(TWO + longer, "--curve", "none", "--plan")).as(err.toString()).isZero();
    String other = TWO.replace("batch_size: 2", "batch_size: 1");
    assertThat(compare(other + grid, "--curve", "none", "--plan")).isEqualTo(2);
    assertThat(issues())
        .hasSize(2)
        .allSatisfy(issue -> assertThat(issue).contains("was started with another recipe"));
  }

  @Test
  void unequalNumbersOfTriesAreSaid() throws IOException {
    String one =
        TWO.replace(
            "slow: {}", "slow: { tune: { train.optimizer.learning_rate: [1.0e-3, 2.0e-3] } }");
    assertThat(compare(one, "--curve", "none")).as(err.toString()).isZero();
    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains("NOT TUNED ALIKE: tries of each arm: slow 2, fast 1.");
    assertThat(json().path("tuned_alike").path("alike").asBoolean()).isFalse();
  }

  @Test
  void freshMeasuresTheBaseAnewAndOnce() throws IOException {
    assertThat(compare(TWO, "--curve", "none")).isZero();
    folder = temp.resolve("second");
    assertThat(compare(TWO, "--curve", "none")).isZero();
    assertThat(measured).doesNotContainKey("measuring arithmetic before");
    folder = temp.resolve("third");
    assertThat(compare(TWO, "--curve", "none", "--fresh")).isZero();
    assertThat(measured).containsEntry("measuring arithmetic before", 6L);
  }

  @Test
  void jsonIsPrintedInsteadOfTheSummary() throws IOException {
    assertThat(compare(TWO, "--curve", "none", "--json")).isZero();
    assertThat(Json.MAPPER.readTree(out.toString())).isEqualTo(json());
  }

  @Test
  void withoutTasksArmsAreNotComparedWithOneAnother() throws IOException {
    String yaml =
        TWO.replace("  capability: [ \"arithmetic:6\" ]\n  capability_max_tokens: 2\n", "");
    assertThat(compare(yaml)).as(err.toString()).isZero();
    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains("The arms are not compared with one another: no suite of tasks was measured");
    assertThat(json().has("equal_capability")).isFalse();
    assertThat(json().path("arms").get(0).has("kl_task")).isFalse();
  }
}
