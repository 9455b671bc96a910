package dev.belay.train.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import dev.belay.core.run.JsonLines;
import dev.belay.testkit.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs on the tiny model that are held, and that are not. */
class AnchoredRunTest {

  private static final String SFT =
      """
      train:
        method: sft
        data: { source: arithmetic, split: train, limit: 24 }
        batch_size: 4
        epochs: 2
        optimizer: { learning_rate: 3.0e-3 }
      """;

  private static final String RLVR =
      """
      train:
        method: rlvr
        data: { source: arithmetic, split: train }
        reward: [ { verifier: math } ]
        rollout: { prompts_per_step: 2, group_size: 3, max_completion_tokens: 5 }
        kl: { coef: 0.1 }
        optimizer: { learning_rate: 3.0e-3 }
        steps: 3
      """;

  private static final String ANCHOR =
      """
        anchor:
          data: { source: builtin-safety, split: align, limit: 6 }
          max_completion_tokens: 5
          prompts_per_step: 3
      """;

  @TempDir Path temp;

  private TinyRun run(String name, String yaml) {
    return TinyRun.on(TinyModel.LLAMA.directory(), yaml, temp, name);
  }

  private static String anchored(String method, String keys) {
    return method + ANCHOR + keys.indent(4);
  }

  private static double last(double[] values) {
    return values[values.length - 1];
  }

  @Test
  void aLargeCoefficientHoldsThePolicyWhereItWouldHaveGone() {
    // Too weak to do anything but measure.
    TinyRun free = run("free", anchored(SFT, "coef: 1.0e-12"));
    TinyRun held = run("held", anchored(SFT, "coef: 30"));

    double[] drift = free.metric("anchor_kl_reverse");
    double[] left = held.metric("anchor_kl_reverse");
    assertThat(drift[0]).isZero();
    assertThat(left[0]).isZero();
    assertThat(last(drift)).isGreaterThan(0.05);
    assertThat(last(left)).isLessThan(last(drift) / 4);
    assertThat(last(held.metric("anchor_kl_forward")))
        .isLessThan(last(free.metric("anchor_kl_forward")) / 4);
    assertThat(last(held.metric("loss"))).as("it learns").isLessThan(held.metric("loss")[0]);
    assertThat(last(free.metric("anchor_loss"))).isLessThan(1e-10);
  }

  @Test
  void theFirstStepIsThatOfARunWithoutAnAnchor() throws IOException {
    String oneStep = SFT.replace("epochs: 2", "epochs: 0.1");
    for (String keys : List.of("coef: 5", "coef: 5\ndivergence: forward\nreduce: sum")) {
      String name = "one" + keys.length();
      run(name + "-alone", oneStep);
      run(name + "-held", anchored(oneStep, keys));
      assertSameModel(name + "-held", name + "-alone");
    }
    TinyRun.inBfloat16(oneStep, temp, "rounded-alone");
    TinyRun.inBfloat16(anchored(oneStep, "coef: 5"), temp, "rounded-held");
    assertSameModel("rounded-held", "rounded-alone");
  }

  private void assertSameModel(String held, String alone) throws IOException {
    assertThat(Files.readAllBytes(temp.resolve(held + "/model/model.safetensors")))
        .isEqualTo(Files.readAllBytes(temp.resolve(alone + "/model/model.safetensors")));
  }

  @Test
  void everyMethodLogsBothWaysAndWhatItCosts() throws IOException {
    TinyRun run = run("logged", anchored(RLVR, "coef: 2"));

    assertThat(run.metrics()).hasSize(3);
    for (JsonNode line : run.metrics()) {
      assertThat(line.get("anchor_coef").asDouble()).isEqualTo(2);
      assertThat(line.get("anchor_tokens").asInt()).isBetween(3, 15);
      assertThat(line.get("anchor_seconds").asDouble()).isPositive();
      assertThat(line.get("anchor_share_of_step_seconds").asDouble()).isBetween(0.0, 1.0);
    }
    List<JsonNode> positions = JsonLines.readWhole(run.folder().resolve("anchor/positions.jsonl"));
    assertThat(positions.stream().map(line -> line.get("step").asInt())).containsExactly(1, 2, 3);
    JsonNode third = positions.get(2);
    double sum = 0;
    for (int t = 0; t < third.get("reverse").size(); t++) {
      int reached = third.get("completions").get(t).asInt();
      sum += third.get("reverse").get(t).asDouble() * reached / 3;
    }
    assertThat(sum).isCloseTo(run.metric("anchor_kl_reverse")[2], within(1e-9)).isPositive();
    assertThat(third.get("forward").get(0).asDouble())
        .isEqualTo(run.metric("anchor_kl_forward_first")[2]);
    try (Stream<Path> kept = Files.list(run.folder().resolve("anchor/reference"))) {
      assertThat(kept.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("batch-00000.safetensors", "batch-00001.safetensors");
    }
    assertThat(JsonLines.readWhole(run.folder().resolve("anchor/completions.jsonl")))
        .hasSize(6)
        .noneMatch(line -> line.has("attack"));
    assertThat(third.has("by_attack")).isFalse();
    assertThat(provenance(run).hasNonNull("anchor_attacks")).isFalse();
  }

  @Test
  void promptsAreHeldInEveryWayInWhichTheyAreAsked() throws IOException {
    String attacked =
        anchored(RLVR, "coef: 2\nattacks: [ direct, prefill ]").replace("limit: 6", "limit: 3");
    TinyRun run = run("attacked", attacked);

    assertThat(run.metric("anchor_kl_reverse")[0]).as("the policy is the reference").isZero();
    List<JsonNode> completions =
        JsonLines.readWhole(run.folder().resolve("anchor/completions.jsonl"));
    assertThat(completions)
        .extracting(line -> line.path("attack").asText())
        .containsExactly("", "", "", "prefill 1", "prefill 1", "prefill 1");
    assertThat(completions.get(3).path("id")).isEqualTo(completions.get(0).path("id"));
    assertThat(completions.get(3).path("prefill").asText()).startsWith("Sure, here is");
    List<JsonNode> positions = JsonLines.readWhole(run.folder().resolve("anchor/positions.jsonl"));
    for (int step = 0; step < 3; step++) {
      double sum = 0;
      int counted = 0;
      for (JsonNode way : positions.get(step).path("by_attack")) {
        sum += way.path("completions").asInt() * way.path("reverse").asDouble();
        counted += way.path("completions").asInt();
      }
      assertThat(counted).isEqualTo(3);
      assertThat(sum / 3).isCloseTo(run.metric("anchor_kl_reverse")[step], within(1e-12));
    }
    assertThat(provenance(run).path("anchor_attacks").fieldNames())
        .toIterable()
        .containsExactly("direct 1", "prefill 1");
  }

  private static JsonNode provenance(TinyRun run) throws IOException {
    return Json.MAPPER.readTree(run.folder().resolve("provenance.json").toFile());
  }

  @Test
  void theFirstTokenAloneNeedsNoCompletions() {
    TinyRun run = run("first", anchored(SFT, "coef: 20\npositions: 1"));

    assertThat(run.folder().resolve("anchor/completions.jsonl")).doesNotExist();
    assertThat(run.metric("anchor_tokens")).containsOnly(3);
    assertThat(run.metric("anchor_kl_reverse")).isEqualTo(run.metric("anchor_kl_reverse_first"));
    assertThat(Arrays.stream(run.metric("anchor_kl_reverse")).sum()).isPositive();
  }

  /** The KL on all prompts is the mean of that on those it is held on and on those set aside. */
  @Test
  void whatIsSetAsideIsMeasuredAndNotTrained() {
    String all =
        anchored(SFT, "coef: 1.0e-12").replace("prompts_per_step: 3", "prompts_per_step: 6");
    double[] six = run("all", all).metric("anchor_kl_reverse");
    TinyRun run =
        run("aside", anchored(SFT, "coef: 1.0e-12\nheld_out: { prompts: 3, every_steps: 1 }"));
    double[] trained = run.metric("anchor_kl_reverse");
    double[] aside = run.metric("anchor_kl_reverse_held_out");

    assertThat(aside).hasSize(12);
    for (int step = 1; step < 12; step++) {
      // An update measures before it moves the weights, what is set aside is measured after it.
      assertThat((trained[step] + aside[step - 1]) / 2)
          .isCloseTo(six[step], withinPercentage(0.01));
    }
    assertThat(asked(run, "completions.jsonl")).hasSize(3);
    assertThat(asked(run, "held-out-completions.jsonl"))
        .hasSize(3)
        .doesNotContainAnyElementsOf(asked(run, "completions.jsonl"));
    assertThat(run.folder().resolve("anchor/kl-by-step.svg")).content().contains("held out");
  }

  private static List<String> asked(TinyRun run, String file) {
    return JsonLines.readWhole(run.folder().resolve("anchor/" + file)).stream()
        .map(line -> line.path("id").asText())
        .toList();
  }

  @Test
  void whatIsSetAsideIsMeasuredEverySoManySteps() {
    TinyRun run = run("seldom", anchored(SFT, "coef: 1\nheld_out: { prompts: 2 }"));

    assertThat(JsonLines.readWhole(run.folder().resolve("anchor/held-out.jsonl")))
        .allMatch(line -> line.path("prompts").asInt() == 2)
        .extracting(line -> line.path("step").asInt())
        .containsExactly(1, 5, 10, 12);
  }

  @Test
  void freshCompletionsAreThePolicysOwn() {
    TinyRun run = run("fresh", anchored(RLVR, "coef: 2\ncompletions: policy\ncombine: project"));

    assertThat(run.folder().resolve("anchor/completions.jsonl")).doesNotExist();
    assertThat(run.folder().resolve("anchor/reference")).doesNotExist();
    double[] drift = run.metric("anchor_kl_reverse");
    assertThat(drift[0]).isZero();
    assertThat(last(drift)).isPositive();
    assertThat(run.metric("anchor_projected")).containsAnyOf(0, 1);
    assertThat(run.metric("anchor_cosine")[0]).as("no direction yet").isNaN();
    assertThat(last(run.metric("anchor_cosine"))).isBetween(-1.0, 1.0);
  }

  @Test
  void severalUpdatesOfARolloutAreEachHeld() {
    TinyRun run =
        run("twice", anchored(RLVR, "coef: 2").replace("_tokens: 5 }", "_tokens: 5, epochs: 2 }"));
    // The line is that of the step's last update, whose policy has moved already.
    assertThat(run.metric("anchor_kl_reverse")[0]).isPositive();
  }

  /** The budget is kept where a coefficient that held one task does not hold another. */
  @Test
  void aBudgetIsKeptWhereAFixedCoefficientIsNot() throws IOException {
    String longer =
        SFT.replace("limit: 24", "limit: 16")
            .replace("epochs: 2", "epochs: 12")
            .replace("3.0e-3", "3.0e-4");
    double budget = 0.05;
    TinyRun fixed = run("fixed", anchored(longer, "coef: 0.2\nreduce: sum"));
    TinyRun held = run("controlled", anchored(longer, "budget: " + budget));

    double[] exceeded = secondHalf(fixed.metric("anchor_kl_reverse"));
    double[] kept = secondHalf(held.metric("anchor_kl_reverse"));
    assertThat(Arrays.stream(exceeded).min().orElseThrow()).isGreaterThan(1.5 * budget);
    assertThat(Arrays.stream(kept).max().orElseThrow()).isLessThan(budget);
    assertThat(Arrays.stream(kept).average().orElseThrow()).isGreaterThan(budget / 10);
    assertThat(last(held.metric("loss"))).isLessThan(held.metric("loss")[0] - 2);
    double[] coefficients = held.metric("anchor_coef");
    assertThat(coefficients[0]).isEqualTo(5);
    assertThat(Arrays.stream(coefficients).distinct().count()).isGreaterThan(20);
    assertThat(held.metric("anchor_kl_average")).hasSize(coefficients.length);
    for (String plot : List.of("kl-by-step", "coefficient-by-step", "kl-by-position")) {
      assertThat(held.folder().resolve("anchor/" + plot + ".svg")).content().startsWith("<svg");
    }
    assertThat(Files.readString(held.folder().resolve("anchor/kl-by-step.svg"))).contains("budget");
  }

  private static double[] secondHalf(double[] values) {
    return Arrays.copyOfRange(values, values.length / 2, values.length);
  }

  @Test
  void aBudgetBelowTheNoiseOfRoundingIsRefusedBeforeTraining() {
    String yaml = anchored(SFT, "budget: 1.0e-9");
    assertThatThrownBy(() -> TinyRun.inBfloat16(yaml, temp, "noise"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("train.anchor.budget: found 1.0E-9, which is below the noise")
        .hasMessageContaining("Set model.dtype: float32, take a budget of at least");
    assertThat(temp.resolve("noise/metrics.jsonl")).doesNotExist();
  }
}
