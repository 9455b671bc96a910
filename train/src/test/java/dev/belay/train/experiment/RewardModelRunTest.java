package dev.belay.train.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.json.Json;
import dev.belay.core.run.AtomicFiles;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.model.RewardModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reward models from pairs to rewards, by recipes. */
class RewardModelRunTest {

  private static final String TRAIN =
      """
      publish: tiny-judge
      train:
        method: reward-model
        data: { source: jsonl, path: %s }
        batch_size: 4
        epochs: 6
        micro_batch_tokens: 50
        held_out: { pairs: 3, every_steps: 4 }
        optimizer: { learning_rate: 3.0e-3 }
        checkpoint_every_steps: 3
      """;

  private static String use(Object... values) {
    return """
    train:
      method: rlvr
      algorithm: rloo
      data: { source: jsonl, path: %s }
      reward: [ { model: tiny-judge } ]
      rollout: { prompts_per_step: 2, group_size: 2, max_completion_tokens: 3 }
      kl: { coef: 0 }
      steps: 1
    """
        .formatted(values);
  }

  @TempDir Path temp;

  private final Path model = TinyModel.LLAMA.directory();
  private Path pairs = Path.of("");

  /** Whoever says yes is preferred. */
  @BeforeEach
  void write() throws IOException {
    StringBuilder text = new StringBuilder();
    for (String prompt : new String[] {"one", "two", "three", "four", "five", "six", "seven"}) {
      text.append(
          "{\"prompt\": \"%s\", \"chosen\": \"yes %s\", \"rejected\": \"no %s\"}\n"
              .formatted(prompt, prompt, prompt));
    }
    pairs = Files.writeString(temp.resolve("pairs.jsonl"), text);
  }

  private static JsonNode json(Path file) throws IOException {
    return Json.MAPPER.readTree(Files.readString(file));
  }

  @Test
  void itLearnsWhatIsPreferredAndIsThenAReward() throws IOException {
    TinyRun run = TinyRun.on(model, TRAIN.formatted(pairs), temp, "judge");
    double[] losses = run.metric("loss");
    assertThat(losses).hasSize(6);
    assertThat(losses[0]).isCloseTo(Math.log(2), within(1e-9));
    assertThat(run.metrics().getFirst().path("pairs_tied").asInt()).isEqualTo(4);
    assertThat(run.metrics().getFirst().has("reward_accuracy")).isFalse();
    assertThat(losses[5]).isLessThan(0.4);

    JsonNode held = json(run.folder().resolve("reward-model.json"));
    assertThat(held.path("step").asInt()).isEqualTo(6);
    assertThat(held.path("held_out_pairs").asInt()).isEqualTo(3);
    assertThat(held.path("held_out_reward_accuracy").asDouble()).isEqualTo(1);
    assertThat(held.path("held_out_accuracy_low").asDouble()).isBetween(.4, .5);
    assertThat(held.path("held_out_log_loss").asDouble()).isLessThan(Math.log(2));
    assertThat(held.path("calibration").size()).isPositive();
    assertThat(run.metrics().get(3).has("held_out_brier")).isTrue();
    assertThat(run.metrics().get(4).has("held_out_brier")).isFalse();

    assertThat(
            json(run.folder().resolve("model/config.json")).path("architectures").get(0).asText())
        .isEqualTo("LlamaForSequenceClassification");
    try (RewardModel read = RewardModel.open(run.folder().resolve("model"))) {
      assertThat(read.config().hiddenSize()).isEqualTo(64);
    }

    TinyRun rewarded = TinyRun.on(model, use(pairs), temp, "policy");
    assertThat(rewarded.metric("reward_tiny-judge")[0]).isNotZero();
    assertThat(rewarded.metric("reward_sd")[0]).isPositive();
  }

  /** Without a place for the head in an adapter's file, the model is written whole. */
  @Test
  void anAdapterAndItsHeadAreWrittenAsOneModel() {
    String lora = TRAIN.replace("  batch_size", "  lora: { rank: 4 }\n  batch_size");
    TinyRun run = TinyRun.on(model, lora.formatted(pairs), temp, "lora");
    assertThat(run.metric("loss")[5]).isLessThan(run.metric("loss")[0]);
    try (RewardModel read = RewardModel.open(run.folder().resolve("model"))) {
      assertThat(read.head().norm().item_double()).isPositive();
    }
  }

  /** Decoder and head come back from the checkpoint as they were. */
  @Test
  void aRestoredModelIsWrittenAgainWithTheSameBytes() throws IOException {
    String train = TRAIN.formatted(pairs) + "  checkpoints: { once_finished: all }\n";
    TinyRun run = TinyRun.on(model, train, temp, "judge");
    Path weights = run.folder().resolve("model/model.safetensors");
    byte[] before = Files.readAllBytes(weights);
    AtomicFiles.deleteTree(run.folder().resolve("model"));
    TinyRun.resumed(model, train, temp, "judge");
    assertThat(Files.readAllBytes(weights)).isEqualTo(before);
  }
}
