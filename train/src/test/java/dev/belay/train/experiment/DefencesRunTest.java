package dev.belay.train.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.run.JsonLines;
import dev.belay.testkit.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs held by the anchor's relatives, and by the model's own refusals. */
class DefencesRunTest {

  private static final String SFT =
      """
      train:
        method: sft
        data: { source: arithmetic, split: train, limit: 24 }
        batch_size: 5
        epochs: 1
        optimizer: { learning_rate: 3.0e-3 }
      """;

  private static final String RLVR =
      """
      train:
        method: rlvr
        data: { source: arithmetic, split: train }
        reward: [ { verifier: math } ]
        rollout: { prompts_per_step: 2, group_size: 3, max_completion_tokens: 5 }
        optimizer: { learning_rate: 3.0e-3 }
        steps: 3
      """;

  @TempDir static Path shared;
  private static Path base;

  @TempDir Path temp;

  /** Refuses the one half of what it learned, and answers the other. */
  @BeforeAll
  static void model() throws IOException {
    Path refused =
        RefusingModel.demonstrations(shared.resolve("refused.jsonl"), RefusingModel.REFUSAL);
    StringBuilder answered = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      answered.append(
          "{\"prompt\": \"Please greet guest number %d.\", \"completion\": \"%s\"}\n"
              .formatted(i, "Hello, hello, dear guest!"));
    }
    Path other = Files.writeString(shared.resolve("answered.jsonl"), answered);
    String yaml =
        """
        train:
          method: sft
          data: [ { source: jsonl, path: %s }, { source: jsonl, path: %s } ]
          batch_size: 8
          epochs: 12
          checkpoint_every_steps: 1000
          optimizer: { learning_rate: 1.0e-2 }
        """
            .formatted(refused, other);
    base = TinyRun.on(TinyModel.LLAMA.directory(), yaml, shared, "mixed").folder().resolve("model");
  }

  private TinyRun run(Path model, String yaml) {
    return TinyRun.on(model, yaml, temp, "run");
  }

  private static String anchored(String method, String keys) {
    return method
        + """
          anchor:
            data: { source: builtin-safety, split: align, limit: 6 }
            prompts_per_step: 3
        """
        + keys.indent(4);
  }

  private static String refusals(String method, String strength) {
    return method
        + """
          refusals:
            refuse: { source: jsonl, path: %s, limit: 7 }
            answer: { source: jsonl, path: %s, limit: 6 }
            max_completion_tokens: 12
            %s
        """
            .formatted(shared.resolve("refused.jsonl"), shared.resolve("answered.jsonl"), strength);
  }

  private static double last(double[] values) {
    return values[values.length - 1];
  }

  @Test
  void theJensenShannonDivergenceIsLoggedBesideBothKls() {
    TinyRun run =
        run(
            TinyModel.LLAMA.directory(),
            anchored(SFT, "coef: 2\nmax_completion_tokens: 5\ndivergence: js"));
    assertThat(run.metric("anchor_js")[0]).isZero();
    assertThat(last(run.metric("anchor_js")))
        .isPositive()
        .isLessThan(last(run.metric("anchor_kl_reverse")));
    assertThat(last(run.metric("anchor_js_first"))).isLessThan(Math.log(2));
    JsonNode line = JsonLines.readWhole(run.folder().resolve("anchor/positions.jsonl")).getLast();
    assertThat(line.get("js").size()).isEqualTo(line.get("reverse").size());
    assertThat(run.folder().resolve("anchor/kl-by-position.svg"))
        .content()
        .contains("Jensen–Shannon");
  }

  @Test
  void hiddenStatesAreHeldWhileTheUnembeddingStandsStill() {
    String longer = SFT.replace("epochs: 1", "epochs: 3").replace("3.0e-3", "1.0e-3");
    Path model = TinyModel.LLAMA.directory();
    TinyRun free = run(model, anchored(longer, hidden("1.0e-9")));
    TinyRun held = TinyRun.on(model, anchored(longer, hidden("200")), temp, "held");
    assertThat(held.metric("anchor_hidden")[0]).isZero();
    assertThat(last(held.metric("anchor_hidden")))
        .isLessThan(last(free.metric("anchor_hidden")) / 2);
    assertThat(last(held.metric("anchor_kl_reverse_first"))).as("what it is for").isPositive();
    assertThat(held.folder().resolve("anchor/completions.jsonl")).doesNotExist();
    assertThat(last(held.metric("loss"))).as("it learns").isLessThan(held.metric("loss")[0]);
  }

  private static String hidden(String coef) {
    return "coef: " + coef + "\ndivergence: hidden";
  }

  @Test
  void perturbedEmbeddingsShowALargerKl() {
    TinyRun run =
        run(
            TinyModel.LLAMA.directory(),
            anchored(
                SFT,
                """
                coef: 2
                max_completion_tokens: 5
                combine: project
                project_over: tensor
                perturb: { steps: 2 }
                """));
    double[] clean = run.metric("anchor_kl_reverse");
    double[] moved = run.metric("anchor_kl_reverse_perturbed");
    assertThat(clean[0]).isZero();
    assertThat(moved[0]).isZero();
    assertThat(last(moved)).isGreaterThan(last(clean));
    assertThat(last(run.metric("anchor_projected"))).isBetween(0.0, 1.0);
    assertThat(run.folder().resolve("anchor/reference")).doesNotExist();
  }

  @Test
  void refusalsAreATermOfEveryUpdate() {
    TinyRun run = run(base, refusals(RLVR, "coef: 0.5\n    prompts_per_step: 4"));
    assertThat(run.metrics()).hasSize(3);
    for (JsonNode line : run.metrics()) {
      assertThat(line.get("refusals_coef").asDouble()).isEqualTo(.5);
      assertThat(line.get("refusals_nats").asDouble()).isPositive();
      assertThat(line.get("answers_nats").asDouble()).isPositive();
      assertThat(line.get("refusals_loss").asDouble()).isPositive();
      assertThat(line.get("refusals_share_of_step_seconds").asDouble()).isBetween(0.0, 1.0);
    }
    List<JsonNode> kept = JsonLines.readWhole(run.folder().resolve("refusals/refuse.jsonl"));
    assertThat(kept).hasSize(7);
    assertThat(kept.getFirst().get("completion").asText()).startsWith("I cannot help");
    assertThat(JsonLines.readWhole(run.folder().resolve("refusals/answer.jsonl"))).hasSize(6);
  }

  @Test
  void refusalsMixedIntoTheDataAreASmallShareOfThem() {
    TinyRun alone = run(base, SFT);
    TinyRun mixed = TinyRun.on(base, refusals(SFT, "share: 0.2"), temp, "mixed");
    // 24 demonstrations, and 3 of each kind: a fifth of 30.
    assertThat(alone.result().steps()).isEqualTo(5);
    assertThat(mixed.result().steps()).isEqualTo(6);
    assertThat(mixed.metrics().getFirst().has("refusals_nats")).isFalse();
  }

  @Test
  void aModelThatRefusesNothingHasNoRefusalsToGoOver() {
    assertThatThrownBy(() -> run(TinyModel.LLAMA.directory(), refusals(SFT, "coef: 0.05")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(
            "train.refusals.refuse: of 7 prompts to refuse the model does so with none");
    assertThat(temp.resolve("run/metrics.jsonl")).doesNotExist();
  }

  @Test
  void theFirstStepIsThatOfARunThatIsNotHeld() throws IOException {
    String one = SFT.replace("epochs: 1", "epochs: 0.1");
    Path model = TinyModel.LLAMA.directory();
    TinyRun.on(model, one, temp, "alone");
    for (String keys : List.of("coef: 5\ndivergence: js", "coef: 5\nperturb: { steps: 1 }")) {
      String name = "held" + keys.length();
      TinyRun.on(model, anchored(one, keys), temp, name);
      assertThat(Files.readAllBytes(temp.resolve(name + "/model/model.safetensors")))
          .isEqualTo(Files.readAllBytes(temp.resolve("alone/model/model.safetensors")));
    }
  }
}
