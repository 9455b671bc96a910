package dev.belay.torch.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.json.Json;
import dev.belay.core.model.GroupedSequence;
import dev.belay.core.model.TokenSequence;
import dev.belay.core.objective.BradleyTerryLoss;
import dev.belay.core.objective.StepSlopes;
import dev.belay.core.objective.TokenScores;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.decoder.Decoder;
import dev.belay.torch.loss.ScalarHead;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.model.ScalarWeights;
import dev.belay.torch.optim.AdamW;
import dev.belay.torch.optim.Parameter;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import dev.belay.torch.tensor.ScopedTensors;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rewards, loss and gradients of a reward model are those of TRL's RewardTrainer, in fp32 ({@code
 * bench/peers/trl_reward.py} wrote what it computed).
 */
@ExtendWith(ScopedTensors.class)
class RewardParityTest {

  private static final double RELATIVE = 1e-4;

  private final JsonNode expected = expected();

  private static JsonNode expected() {
    try (InputStream in = RewardParityTest.class.getResourceAsStream("reward-parity.json")) {
      return Json.MAPPER.readTree(in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Chosen and rejected of each pair, one after the other. */
  private List<GroupedSequence> pairs() {
    List<GroupedSequence> sequences = new ArrayList<>();
    for (JsonNode pair : expected.path("pairs")) {
      int group = sequences.size() / 2;
      for (String key : List.of("chosen", "rejected")) {
        TokenSequence tokens = new TokenSequence(ints(pair.path("prompt")), ints(pair.path(key)));
        sequences.add(new GroupedSequence(tokens, group));
      }
    }
    return sequences;
  }

  private static int[] ints(JsonNode array) {
    int[] values = new int[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).intValue();
    }
    return values;
  }

  private static Tensor head(int width) {
    float[] head = new float[width];
    for (int i = 0; i < width; i++) {
      head[i] = (float) (Math.sin(i + 1) / 4);
    }
    return torch.tensor(head).view(1, width);
  }

  /** In passes of any size, so that pairs may be cut apart. */
  @ParameterizedTest
  @ValueSource(ints = {1, 12, 4096})
  void rewardsLossAndGradientsAreThoseOfTrl(int maxTokens) {
    try (LanguageModel model = LanguageModel.open(TinyModel.LLAMA.directory())) {
      Decoder decoder = Decoder.trained(model, ComputeType.FLOAT32);
      Parameter weight =
          new Parameter(ScalarWeights.HEAD, head(model.config().hiddenSize()), ComputeType.FLOAT32);
      try (CpuLearner learner =
          new CpuLearner(decoder, new ScalarHead(weight), new AdamW(AdamW.Settings.DEFAULT), 0)) {
        PackedStep step = PackedStep.ofEnds(pairs(), maxTokens);
        StepSlopes slopes = slopes(learner, step);
        assertThat(slopes.loss()).isCloseTo(expected.path("loss").doubleValue(), within(RELATIVE));
        TokenScores room = learner.room(6, false);
        step.microBatches().forEach(batch -> learner.accumulate(batch, slopes, null, room));
        JsonNode gradients = expected.path("gradients");
        gradients
            .properties()
            .forEach(
                gradient ->
                    requireClose(
                        gradient.getKey(),
                        gradient.getKey().equals(ScalarWeights.HEAD)
                            ? weight.grad()
                            : decoder.grad(gradient.getKey()),
                        gradient.getValue()));
        assertThat(gradients.size()).isEqualTo(decoder.weightNames().size() + 1);
      }
    }
  }

  private StepSlopes slopes(Learner learner, PackedStep step) {
    TokenScores scores = learner.score(step, null);
    double[] rewards = Objects.requireNonNull(scores.values());
    for (int i = 0; i < 3; i++) {
      assertThat(rewards[2 * i])
          .isCloseTo(expected.path("rewards").get(i).doubleValue(), within(3e-5));
      assertThat(rewards[2 * i + 1])
          .isCloseTo(expected.path("rewards").get(3 + i).doubleValue(), within(3e-5));
    }
    BradleyTerryLoss loss =
        new BradleyTerryLoss(
            3, expected.path("margin").doubleValue(), expected.path("centre").doubleValue());
    return StepSlopes.of(loss, scores);
  }

  private static void requireClose(String name, Tensor gradient, JsonNode wanted) {
    Tensor dense = gradient.contiguous();
    long address = NativeMemory.address(dense);
    double squares = 0;
    double wave = 0;
    for (int i = 0; i < dense.numel(); i++) {
      double value = NativeMemory.getFloat(address + i * (long) Float.BYTES);
      squares += value * value;
      wave += value * Math.cos(i + 1);
    }
    double norm = wanted.path("norm").doubleValue();
    assertThat(Math.sqrt(squares)).as(name).isCloseTo(norm, within(RELATIVE * norm));
    assertThat(wave).as(name).isCloseTo(wanted.path("wave").doubleValue(), within(RELATIVE * norm));
  }

  /** Without a head of its own a model begins at rewards of 0, which cost log 2 a pair. */
  @Test
  void aHeadThatBeginsAtZeroSaysZero() {
    try (LanguageModel model = LanguageModel.open(TinyModel.LLAMA_UNTIED.directory());
        Learner learner =
            new CpuBackend()
                .critic(model, new LearnerSpec(ComputeType.FLOAT32, 1, AdamW.Settings.DEFAULT))) {
      List<GroupedSequence> two =
          List.of(
              new GroupedSequence(new TokenSequence(new int[] {5, 6}, new int[] {7}), 0),
              new GroupedSequence(new TokenSequence(new int[] {5, 6}, new int[] {8, 9}), 0));
      TokenScores scores = learner.score(PackedStep.ofEnds(two, 64), null);
      assertThat(scores.values()).containsExactly(0, 0);
      assertThat(StepSlopes.of(new BradleyTerryLoss(1, 0, 0), scores).loss())
          .isCloseTo(Math.log(2), within(1e-15));
    }
  }
}
