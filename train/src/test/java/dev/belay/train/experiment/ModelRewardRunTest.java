package dev.belay.train.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.model.GroupedSequence;
import dev.belay.core.model.TokenSequence;
import dev.belay.core.recipe.ModelSpec;
import dev.belay.session.model.ModelSession;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.learner.CpuBackend;
import dev.belay.torch.learner.PackedStep;
import dev.belay.torch.learner.SequenceScorer;
import dev.belay.torch.model.RewardModel;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.train.fixture.RolloutFile;
import dev.belay.train.fixture.TinyRewardModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose reward is a reward model's. */
class ModelRewardRunTest {

  private static String yamlOf(Object... values) {
    return """
    train:
      method: rlvr
      algorithm: rloo
      data: { source: jsonl, path: %s }
      reward: [ { model: %s, weight: 2 }%s ]
      rollout: { prompts_per_step: 2, group_size: 2, max_completion_tokens: 4 }
      kl: { coef: 0 }
      optimizer: { learning_rate: 1.0e-3 }
      steps: 2
    """
        .formatted(values);
  }

  @TempDir Path temp;

  private Path reward = Path.of("");
  private Path prompts = Path.of("");

  @BeforeEach
  void write() throws IOException {
    reward = TinyRewardModel.write(temp.resolve("judge-of-all"));
    prompts = temp.resolve("prompts.jsonl");
    Files.writeString(
        prompts,
        """
        {"prompt": "one"}
        {"prompt": "two and two"}
        {"prompt": "three"}
        """);
  }

  private String yaml(String more) {
    return yamlOf(prompts, reward, more);
  }

  /** What the reward model says of the completions of a step, each passed alone. */
  private double[] expected(List<JsonNode> rollouts) {
    double[] rewards = new double[rollouts.size()];
    try (ModelSession session =
            ModelSession.open(
                TinyModel.LLAMA.directory(),
                new ModelSpec("tiny", ModelSpec.Dtype.FLOAT32, Optional.empty()));
        RewardModel model = RewardModel.open(reward);
        SequenceScorer scorer = new CpuBackend().scorer(model, ComputeType.FLOAT32)) {
      for (int i = 0; i < rewards.length; i++) {
        List<Integer> ids = new ArrayList<>();
        rollouts.get(i).path("token_ids").forEach(id -> ids.add(id.asInt()));
        TokenSequence tokens =
            new TokenSequence(
                session.prompts().prompt(rollouts.get(i).path("prompt").asText()),
                ids.stream().mapToInt(Integer::intValue).toArray());
        PackedStep alone = PackedStep.ofEnds(List.of(new GroupedSequence(tokens, 0)), 64);
        rewards[i] = scorer.score(alone)[0];
      }
    }
    return rewards;
  }

  /** Prompts alone will do where nothing is verified. */
  @Test
  void theRewardIsWhatTheModelSaysOfTheTokensThatWereSampled() {
    TinyRun run = TinyRun.of(yaml(""), temp);
    double[] terms = run.metric("reward_judge-of-all");
    double[] means = run.metric("reward_mean");
    for (int step = 1; step <= 2; step++) {
      List<JsonNode> rollouts =
          RolloutFile.read(run.folder().resolve("rollouts/step-%06d.jsonl.zst".formatted(step)));
      double[] expected = expected(rollouts);
      double sum = 0;
      for (int i = 0; i < expected.length; i++) {
        assertThat(rollouts.get(i).path("reward").asDouble())
            .isCloseTo(2 * expected[i], within(1e-4));
        sum += expected[i];
      }
      assertThat(expected[0]).isNotEqualTo(expected[1]);
      assertThat(terms[step - 1]).isCloseTo(sum / 4, within(1e-4));
      assertThat(means[step - 1]).isCloseTo(sum / 2, within(1e-4));
    }
  }

  @Test
  void aVerifierMayStandBesideAModel() throws IOException {
    Files.writeString(
        prompts,
        """
        {"prompt": "one", "gold": "1"}
        {"prompt": "two and two", "gold": "4"}
        """);
    TinyRun run = TinyRun.of(yaml(", { verifier: math }"), temp);
    double[] means = run.metric("reward_mean");
    assertThat(run.metric("reward_math")).hasSize(2);
    assertThat(means[0])
        .isCloseTo(
            2 * run.metric("reward_judge-of-all")[0] + run.metric("reward_math")[0], within(1e-9));
  }

  /** The model that a run was started with is part of what it is. */
  @Test
  void anotherRewardModelUnderTheSameNameIsNoticed() throws IOException {
    Path model = TinyModel.LLAMA.directory();
    TinyRun.on(model, yaml(""), temp, "run");
    Path weights = reward.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length - 2] ^= 1;
    Files.write(weights, bytes);
    assertThatThrownBy(() -> TinyRun.resumed(model, yaml(""), temp, "run"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("the reward models");
  }
}
