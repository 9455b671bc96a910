package dev.belay.train.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.json.Json;
import dev.belay.core.model.TokenPair;
import dev.belay.core.objective.PairLoss;
import dev.belay.core.objective.PreferenceStatistics;
import dev.belay.core.objective.StepSlopes;
import dev.belay.core.objective.TokenScores;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.decoder.Decoder;
import dev.belay.torch.learner.CpuLearner;
import dev.belay.torch.learner.Reference;
import dev.belay.torch.loss.ChunkedHead;
import dev.belay.torch.loss.LanguageHead;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.optim.AdamW;
import dev.belay.torch.optim.Parameter;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import dev.belay.torch.tensor.TensorScope;
import dev.belay.train.fixture.TinyPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Losses, implicit rewards and gradients are those of TRL's DPOTrainer, in fp32 ({@code
 * bench/peers/trl_dpo.py} wrote what it computed).
 */
class DpoParityTest {

  private static final double RELATIVE = 1e-4;

  private static JsonNode expected() {
    try (InputStream in = DpoParityTest.class.getResourceAsStream("dpo-parity.json")) {
      return Json.MAPPER.readTree(in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<TokenPair> pairs() {
    List<TokenPair> pairs = new ArrayList<>();
    for (JsonNode pair : expected().path("pairs")) {
      pairs.add(
          new TokenPair(
              "pair-" + pairs.size(),
              ints(pair.path("prompt")),
              ints(pair.path("chosen")),
              ints(pair.path("rejected"))));
    }
    return pairs;
  }

  private static int[] ints(JsonNode array) {
    int[] values = new int[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).intValue();
    }
    return values;
  }

  /** Every case in passes of two sizes, of which the smaller parts pairs. */
  static Stream<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    for (JsonNode one : expected().path("cases")) {
      for (int tokens : new int[] {9, 4096}) {
        cases.add(Arguments.of(one.path("name").asText(), one, tokens));
      }
    }
    return cases.stream();
  }

  private static DpoSettings settings(JsonNode one, int tokens) {
    double beta = one.path("beta").doubleValue();
    PairLoss loss =
        one.path("loss").asText().equals("ipo")
            ? new PairLoss.Ipo(beta)
            : new PairLoss.Sigmoid(beta, one.path("smoothing").doubleValue());
    return new DpoSettings(loss, one.path("name").asText().endsWith(", mean"), tokens);
  }

  @ParameterizedTest(name = "{0}, {2} tokens")
  @MethodSource("cases")
  void lossRewardsAndGradientsAreThoseOfTrl(String name, JsonNode one, int tokens) {
    try (LanguageModel model = LanguageModel.open(TinyModel.LLAMA.directory());
        TinyPolicy base = TinyPolicy.open(1e-3);
        Reference reference = TinyPairs.reference(base)) {
      Decoder decoder = Decoder.trained(model, ComputeType.FLOAT32);
      decoder.parameters().forEach(DpoParityTest::shift);
      LanguageHead head = new LanguageHead(new ChunkedHead(1), decoder.headParameter());
      try (CpuLearner learner =
              new CpuLearner(decoder, head, new AdamW(AdamW.Settings.DEFAULT), 0);
          PairStep step = PairStep.of(pairs(), reference, settings(one, tokens));
          TensorScope _ = new TensorScope()) {
        TokenScores scores = learner.score(step.batches().packed(), null);
        StepSlopes slopes = StepSlopes.of(step.objective(), scores);
        step.batches().accumulate(learner, slopes, TokenScores.ofSize(scores.size(), false));

        requireClose("loss", slopes.loss(), one.path("value"));
        requireMetrics(step.objective().statistics(scores), one);
        JsonNode gradients = one.path("gradients");
        assertThat(gradients.size()).isEqualTo(decoder.weightNames().size());
        gradients
            .properties()
            .forEach(of -> requireGradient(of.getKey(), decoder.grad(of.getKey()), of.getValue()));
      }
    }
  }

  /** Each weight by its column, so that it does not matter which tensors are held as one. */
  private static void shift(Parameter parameter) {
    double size = expected().path("shift").doubleValue();
    Tensor master = parameter.master();
    long address = NativeMemory.address(master);
    long columns = master.size(master.dim() - 1);
    for (long i = 0; i < parameter.size(); i++) {
      long at = address + i * Float.BYTES;
      float by = (float) (size * Math.sin((double) (i % columns + 1)));
      NativeMemory.setFloat(at, NativeMemory.getFloat(at) + by);
    }
    parameter.refreshValue();
  }

  private static void requireMetrics(PreferenceStatistics statistics, JsonNode one) {
    JsonNode metrics = one.path("metrics");
    requireClose("chosen", statistics.chosenLogProb(), metrics.path("logps/chosen"));
    requireClose("rejected", statistics.rejectedLogProb(), metrics.path("logps/rejected"));
    double accuracy = (double) statistics.right() / statistics.decided();
    requireClose("accuracy", accuracy, metrics.path("rewards/accuracies"));
    // TRL logs the rewards of sums whatever the loss takes.
    if (!one.path("name").asText().endsWith(", mean")) {
      requireClose("reward", statistics.chosenReward(), metrics.path("rewards/chosen"));
      requireClose("reward", statistics.rejectedReward(), metrics.path("rewards/rejected"));
    }
  }

  private static void requireGradient(String name, Tensor gradient, JsonNode wanted) {
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

  private static void requireClose(String name, double value, JsonNode wanted) {
    double expected = wanted.doubleValue();
    assertThat(value).as(name).isCloseTo(expected, within(RELATIVE * Math.abs(expected)));
  }
}
