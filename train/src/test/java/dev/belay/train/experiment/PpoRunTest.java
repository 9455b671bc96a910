package dev.belay.train.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.testkit.TinyModel;
import dev.belay.train.fixture.RolloutFile;
import dev.belay.train.fixture.TinyRewardModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PPO with a critic, on the rewards of a reward model. */
class PpoRunTest {

  private static final String YAML =
      """
      train:
        method: rlvr
        algorithm: ppo
        data: { source: jsonl, path: %s }
        reward: [ { model: %s } ]
        rollout: { prompts_per_step: 3, group_size: 1, max_completion_tokens: 5%s }
        critic: { learning_rate: 3.0e-3, lambda: 0.9, whiten: false, clip: 0 }
        kl: { coef: 0 }
        micro_batch_tokens: 60
        optimizer: { learning_rate: 1.0e-12 }
        steps: %d
      """;

  @TempDir Path temp;

  private final Path model = TinyModel.LLAMA.directory();
  private Path reward = Path.of("");
  private Path prompts = Path.of("");

  @BeforeEach
  void write() throws IOException {
    reward = TinyRewardModel.write(temp.resolve("judge"));
    prompts = temp.resolve("prompts.jsonl");
    Files.writeString(
        prompts, "{\"prompt\": \"one\"}\n{\"prompt\": \"two\"}\n{\"prompt\": \"three\"}\n");
  }

  /**
   * A critic that begins at 0 leaves each token its discounted reward: A_t = λ^(T − 1 − t) r, which
   * is also what the value should have been.
   */
  @Test
  void theFirstStepIsWorkedOutByHand() {
    TinyRun run = TinyRun.on(model, YAML.formatted(prompts, reward, "", 1), temp, "run");
    List<JsonNode> rollouts =
        RolloutFile.read(run.folder().resolve("rollouts/step-000001.jsonl.zst"));
    List<Double> squares = new ArrayList<>();
    for (JsonNode rollout : rollouts) {
      int tokens = rollout.path("token_ids").size();
      double earned = rollout.path("reward").asDouble();
      assertThat(rollout.path("advantage").asDouble())
          .isCloseTo(Math.pow(.9, tokens - 1) * earned, within(1e-5));
      for (int t = 0; t < tokens; t++) {
        squares.add(Math.pow(Math.pow(.9, tokens - 1 - t) * earned, 2));
      }
    }
    double loss = squares.stream().mapToDouble(s -> s).sum() / squares.size() / 2;
    assertThat(run.metric("value_loss")[0]).isCloseTo(loss, within(1e-4));
    assertThat(run.metric("value_mean")[0]).isZero();
    assertThat(run.metric("value_explained_variance")[0]).isCloseTo(0, within(1e-12));
    assertThat(run.metric("value_grad_norm")[0]).isPositive();
  }

  /** A policy that hardly moves on three prompts: what is to be earned can be learnt. */
  @Test
  void theCriticLearns() {
    TinyRun run =
        TinyRun.on(model, YAML.formatted(prompts, reward, ", epochs: 2", 12), temp, "run");
    double[] losses = run.metric("value_loss");
    assertThat(losses[11]).isLessThan(.7 * losses[0]);
    assertThat(run.metric("value_mean")[11]).isNotZero();
  }

  /**
   * After completions of one token A = r − V: the reward model says both, r of prompt and token, V
   * of the prompt alone. A critic that begins at 0 has A = r.
   */
  @Test
  void aCriticMayBeginAsTheRewardModel() throws IOException {
    String yaml =
        YAML.formatted(prompts, reward, "", 1)
            .replace("max_completion_tokens: 5", "max_completion_tokens: 1")
            .replace("clip: 0", "clip: 0, model: " + reward);
    TinyRun run = TinyRun.on(model, yaml, temp, "begun");
    double value = run.metric("value_mean")[0];
    assertThat(value).isNotZero();
    double sum = 0;
    for (JsonNode rollout :
        RolloutFile.read(run.folder().resolve("rollouts/step-000001.jsonl.zst"))) {
      sum += rollout.path("reward").asDouble() - rollout.path("advantage").asDouble();
    }
    assertThat(sum / 3).isCloseTo(value, within(1e-5));
    assertThat(Files.readString(run.folder().resolve("provenance.json"))).contains("reward_models");

    // Under LoRA the same weights stand still beside an adapter, which begins as nothing.
    TinyRun adapted =
        TinyRun.on(
            model, yaml.replace("train:\n", "train:\n  lora: { rank: 2 }\n"), temp, "adapted");
    assertThat(adapted.metric("value_mean")[0]).isCloseTo(value, within(1e-5));
    assertThat(adapted.metric("value_grad_norm")[0]).isPositive();
  }
}
