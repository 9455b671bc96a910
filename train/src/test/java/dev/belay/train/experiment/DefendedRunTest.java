package dev.belay.train.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import dev.belay.testkit.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs on the tiny model with defences that act through weights, tokens and rewards. */
class DefendedRunTest {

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

  private static final String EWC =
      """
        proximal:
          kind: ewc
          coef: COEF
          data: { source: builtin-safety, split: align, limit: 4 }
          samples: 2
          max_completion_tokens: 5
      """;

  @TempDir Path temp;

  private TinyRun run(String name, String yaml) {
    return TinyRun.on(TinyModel.LLAMA.directory(), yaml, temp, name);
  }

  private static double last(double[] values) {
    return values[values.length - 1];
  }

  private byte[] model(String name) throws IOException {
    return Files.readAllBytes(temp.resolve(name + "/model/model.safetensors"));
  }

  @Test
  void thePlainPullHoldsTheWeightsInBothForms() {
    TinyRun free = run("free", SFT + "  proximal: { kind: l2, coef: 1.0e-9 }\n");
    TinyRun held = run("held", SFT + "  proximal: { kind: l2, coef: 200 }\n");
    TinyRun coupled = run("coupled", SFT + "  proximal: { kind: l2, coef: 5, form: coupled }\n");

    double far = last(free.metric("proximal_distance"));
    assertThat(far).isPositive();
    assertThat(last(held.metric("proximal_distance"))).isLessThan(.8 * far);
    assertThat(last(coupled.metric("proximal_distance"))).isLessThan(.8 * far);
    double distance = last(held.metric("proximal_distance"));
    assertThat(last(held.metric("proximal_loss")))
        .isCloseTo(100 * distance * distance, within(1e-3 * distance * distance));
    assertThat(Arrays.stream(held.metric("proximal_seconds")).min().orElseThrow()).isPositive();
    assertThat(last(held.metric("loss"))).as("it learns").isLessThan(held.metric("loss")[0]);
  }

  @Test
  void theFirstStepAlongTheGradientIsThatOfARunWithoutIt() throws IOException {
    String oneStep = SFT.replace("epochs: 2", "epochs: 0.1");
    run("alone", oneStep);
    run("pulled", oneStep + "  proximal: { kind: l2, coef: 5, form: coupled }\n");
    run("elastic", oneStep + EWC.replace("COEF", "10"));
    assertThat(model("pulled")).isEqualTo(model("alone"));
    assertThat(model("elastic")).isEqualTo(model("alone"));
  }

  @Test
  void elasticWeightsHoldWhatThePromptsDependOnAndSayWhatTheyCost() throws IOException {
    TinyRun free = run("free", SFT + EWC.replace("COEF", "1.0e-9"));
    TinyRun held = run("held", SFT + EWC.replace("COEF", "100"));

    assertThat(last(held.metric("proximal_loss")) / 100)
        .isLessThan(last(free.metric("proximal_loss")) / 1e-9 / 2);
    assertThat(held.metric("proximal_distance")).hasSize(12);
    JsonNode cost =
        Json.MAPPER.readTree(Files.readString(held.folder().resolve("proximal/fisher.json")));
    assertThat(cost.get("completions").asInt()).isEqualTo(8);
    assertThat(cost.get("tokens").asLong()).isGreaterThan(8);
    assertThat(cost.get("seconds").asDouble()).isPositive();
    assertThat(cost.get("mean").asDouble()).isPositive();
    assertThat(held.folder().resolve("proximal/fisher.safetensors"))
        .as("as large as the weights, and of no use once they are written")
        .doesNotExist();
  }

  /** Its second factor begins at 0, where nothing depends on the first: that one is free. */
  @Test
  void anAdapterIsPulledToWhereItDidNothing() {
    String lora = "  lora: { rank: 4, alpha: 8, targets: [ q_proj, v_proj ] }\n";
    TinyRun free = run("free", SFT + lora + "  proximal: { kind: l2, coef: 1.0e-9 }\n");
    TinyRun held = run("held", SFT + lora + "  proximal: { kind: l2, coef: 200 }\n");
    assertThat(last(held.metric("proximal_distance")))
        .isLessThan(.8 * last(free.metric("proximal_distance")));
    TinyRun elastic = run("elastic", SFT + lora + EWC.replace("COEF", "100"));
    assertThat(last(elastic.metric("proximal_loss"))).isPositive();
  }

  @Test
  void pairsAndRewardsAreHeldTheSameWay() throws IOException {
    Path pairs =
        Files.writeString(
            temp.resolve("pairs.jsonl"),
            """
            {"prompt": "one", "chosen": "yes one", "rejected": "no"}
            {"prompt": "two", "chosen": "yes two", "rejected": "no"}
            """);
    String dpo =
        """
        train:
          method: dpo
          data: { source: jsonl, path: %s }
          batch_size: 2
          epochs: 3
        """
            .formatted(pairs);
    TinyRun preferred = run("dpo", dpo + EWC.replace("COEF", "10"));
    assertThat(last(preferred.metric("proximal_distance"))).isPositive();
    TinyRun rewarded = run("rlvr", RLVR + "  proximal: { kind: l2, coef: 10 }\n");
    assertThat(rewarded.metric("proximal_distance")).hasSize(3);
  }

  @Test
  void tokenWeightsBeginAsPlainSftAndThenHoldTokensBack() {
    String oneStep = SFT.replace("epochs: 2", "epochs: 0.1");
    TinyRun alone = run("alone", oneStep);
    TinyRun one = run("weighed", oneStep + "  token_weights: {}\n");
    // Scored in other passes than those that train, which round otherwise.
    assertThat(one.metric("token_weight_mean")[0]).isCloseTo(1, within(1e-6));
    assertThat(one.metric("grad_norm")[0])
        .isCloseTo(alone.metric("grad_norm")[0], within(1e-5 * alone.metric("grad_norm")[0]));

    TinyRun plain = run("plain", SFT);
    TinyRun held = run("held", SFT + "  token_weights: { first: 4, early: 4, rest: 4 }\n");
    assertThat(last(held.metric("cross_entropy"))).isGreaterThan(last(plain.metric("loss")));
    assertThat(last(held.metric("token_weight_mean"))).isLessThan(.9);
    assertThat(held.metric("cross_entropy")[0]).isCloseTo(plain.metric("loss")[0], within(1e-9));
  }

  @Test
  void tokenWeightsOfRewardsAreLoggedAndBeginAtOne() {
    TinyRun run = run("weighed", RLVR.replace("steps: 3", "steps: 4") + "  token_weights: {}\n");
    double[] weights =
        Arrays.stream(run.metric("token_weight_mean")).filter(Double::isFinite).toArray();
    assertThat(weights).as("whatever the rewards, the KL has a say").isNotEmpty();
    assertThat(weights[0]).isCloseTo(1, within(1e-6));
  }

  /** The model refuses whatever it is asked: harmful requests earn 1, and look-alikes 0. */
  @Test
  void requestsAreAskedInBetweenAndTheMultiplierMoves() throws IOException {
    Path refusing = RefusingModel.in(temp);
    String yaml =
        RLVR.replace("prompts_per_step: 2", "prompts_per_step: 4")
                .replace("max_completion_tokens: 5", "max_completion_tokens: 12")
                .replace("3.0e-3", "1.0e-9")
            + """
              safety_reward:
                data:
                  - { source: builtin-safety, split: align, label: LABEL, limit: 6 }
                share: 0.5
                lagrange: { limit: 0.1, eta: 0.2 }
            """;
    TinyRun refused = TinyRun.on(refusing, yaml.replace("LABEL", "refuse"), temp, "refused");
    assertThat(refused.metric("safety_completions")).containsOnly(6);
    assertThat(Arrays.stream(refused.metric("safety_refused")).min().orElseThrow())
        .isGreaterThan(.5);
    assertThat(refused.metric("safety_multiplier")[0]).isEqualTo(1);

    TinyRun answered = TinyRun.on(refusing, yaml.replace("LABEL", "answer"), temp, "answered");
    assertThat(Arrays.stream(answered.metric("safety_cost")).min().orElseThrow())
        .as("refusing what is harmless costs")
        .isGreaterThan(.5);
    assertThat(last(answered.metric("safety_multiplier"))).isGreaterThan(1.1);
    assertThat(answered.metric("verdicts_error")).containsOnly(0);
  }

  @Test
  void whatIsWrongWithRequestsAndPromptsIsSaidBeforeAnythingRuns() throws IOException {
    Path own = temp.resolve("own.jsonl");
    Files.writeString(own, "{\"prompt\": \"Tell me about bread.\"}\n");
    String yaml =
        RLVR
            + EWC.replace("COEF", "1").replace("limit: 4", "limit: 4, label: nothing")
            + "  safety_reward: { data: { source: jsonl, path: %s }, share: 0.5 }\n".formatted(own);
    assertThatThrownBy(() -> run("wrong", yaml))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("train.safety_reward.data[0]: ")
        .hasMessageContaining("does not say whether to refuse or to answer")
        .hasMessageContaining("train.proximal.data[0]: no sample of dataset");
  }

  @Test
  void noPromptThatIsHeldOrRewardedIsMeasured() {
    String measured = "evaluate: { safety: [ \"builtin-safety:4\" ], safety_max_tokens: 4 }\n";
    String data = "{ source: builtin-safety, split: measure }";
    String yaml =
        RLVR
            + "  proximal: { kind: ewc, coef: 1, data: %s }\n".formatted(data)
            + "  safety_reward: { data: %s, share: 0.5 }\n".formatted(data)
            + measured;
    assertThatThrownBy(() -> run("measured", yaml))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("train.proximal.data: 4 of 4 evaluation prompts are also proximal")
        .hasMessageContaining("train.safety_reward.data: 4 of 4 evaluation prompts");
  }
}
