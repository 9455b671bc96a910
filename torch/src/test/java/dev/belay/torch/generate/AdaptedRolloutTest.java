package dev.belay.torch.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.model.Completion;
import dev.belay.core.model.GenerationRequest;
import dev.belay.core.model.LoraTarget;
import dev.belay.core.model.Sampling;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.decoder.Decoder;
import dev.belay.torch.decoder.PackedBatch;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.model.RandomAdapter;
import dev.belay.torch.model.WeightSource;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.TensorScope;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Rollouts with an adapter beside the weights. */
class AdaptedRolloutTest {

  private static final Sampling SAMPLING = Sampling.atTemperature(1, 20);

  private static RolloutEngine engine(
      WeightSource weights, ComputeType type, int rows, int threads) {
    RolloutOptions options = RolloutOptions.of(type).withMaxBatchRows(rows).withThreads(threads);
    return new RolloutEngine(weights, Tiny.LETTERS, List.of(), options);
  }

  private static List<GenerationRequest> requests(LanguageModel model) {
    return Tiny.raggedRequests(12, model.config().vocabularySize());
  }

  @ParameterizedTest
  @EnumSource
  void fp32LogProbsAreTheTrainers(TinyModel tiny) {
    assertThat(largestGap(tiny, ComputeType.FLOAT32, LoraTarget.all())).isLessThan(1e-4);
  }

  @ParameterizedTest
  @CsvSource({"Q_PROJ", "K_PROJ", "V_PROJ", "O_PROJ", "GATE_PROJ", "UP_PROJ", "DOWN_PROJ"})
  void everyTargetHasItsPlace(LoraTarget target) {
    assertThat(largestGap(TinyModel.LLAMA, ComputeType.FLOAT32, Set.of(target))).isLessThan(1e-4);
  }

  @ParameterizedTest
  @CsvSource({"QKV_PROJ", "GATE_UP_PROJ"})
  void everyFusedTargetHasItsPlace(LoraTarget target) {
    assertThat(largestGap(TinyModel.PHI3, ComputeType.FLOAT32, Set.of(target))).isLessThan(1e-4);
  }

  private static double largestGap(TinyModel tiny, ComputeType type, Set<LoraTarget> targets) {
    try (LanguageModel model = Tiny.open(tiny);
        RandomAdapter adapter = new RandomAdapter(model, targets, 0.2, 1);
        RolloutEngine engine = engine(adapter, type, 7, 2);
        Decoder decoder = Decoder.frozen(adapter, type)) {
      List<GenerationRequest> requests = requests(model);
      List<Completion> completions = engine.generate(requests, SAMPLING);
      double largest = 0;
      for (int i = 0; i < requests.size(); i++) {
        double gap = gap(decoder, requests.get(i).promptTokenIds(), completions.get(i));
        largest = Math.max(largest, gap);
      }
      return largest;
    }
  }

  private static double gap(Decoder decoder, int[] prompt, Completion completion) {
    int[] tokens = completion.tokenIds();
    int[] sequence = Arrays.copyOf(prompt, prompt.length + tokens.length);
    System.arraycopy(tokens, 0, sequence, prompt.length, tokens.length);
    try (TensorScope _ = new TensorScope()) {
      Tensor hidden = decoder.forward(PackedBatch.of(List.of(sequence)));
      Tensor logits = torch.linear(hidden, decoder.headParameter().value()).to(ScalarType.Float);
      Tensor laws = torch.log_softmax(logits, 1);
      double largest = 0;
      int shortLength = decoder.config().attention().shortLength();
      boolean isLong = sequence.length > shortLength;
      for (int t = 0; t < tokens.length; t++) {
        if (prompt.length + t > shortLength != isLong) {
          continue; // Drawn while the sequence was short; the trainer sees that it became long.
        }
        double own = laws.select(0, prompt.length - 1 + t).select(0, tokens[t]).item_double();
        largest = Math.max(largest, Math.abs(own - completion.logProbs()[t]));
      }
      return largest;
    }
  }

  @Test
  void anAdapterThatIsMergedGivesTheSameCompletions() {
    try (LanguageModel model = Tiny.open(TinyModel.LLAMA);
        RandomAdapter adapter = new RandomAdapter(model, LoraTarget.all(), 0.2, 1);
        RolloutEngine beside = engine(adapter, ComputeType.FLOAT32, 7, 2);
        RolloutEngine merged = engine(adapter.merged(), ComputeType.FLOAT32, 7, 2);
        RolloutEngine bare = engine(model, ComputeType.FLOAT32, 7, 2)) {
      List<GenerationRequest> requests = requests(model);
      List<Completion> expected = merged.generate(requests, SAMPLING);
      List<Completion> actual = beside.generate(requests, SAMPLING);
      List<Completion> without = bare.generate(requests, SAMPLING);
      for (int i = 0; i < requests.size(); i++) {
        assertThat(actual.get(i).tokenIds()).isEqualTo(expected.get(i).tokenIds());
      }
      assertThat(without.getFirst().tokenIds()).isNotEqualTo(expected.getFirst().tokenIds());
    }
  }

  /** The bits of one completion, alone and among others, however columns are divided. */
  @ParameterizedTest
  @EnumSource(ComputeType.class)
  void aCompletionDoesNotDependOnWhatSharesItsBatch(ComputeType type) {
    try (LanguageModel model = Tiny.open(TinyModel.LLAMA);
        RandomAdapter adapter = new RandomAdapter(model, LoraTarget.all(), 0.2, 1);
        RolloutEngine many = engine(adapter, type, 16, 2);
        RolloutEngine few = engine(adapter, type, 1, 1)) {
      List<GenerationRequest> requests = requests(model);
      List<List<Object>> expected = Tiny.contents(many.generate(requests, SAMPLING));
      assertThat(Tiny.contents(few.generate(requests, SAMPLING))).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource(ComputeType.class)
  void aReloadTakesTheNewAdapterAndLeavesNothingOfTheOld(ComputeType type) {
    try (LanguageModel model = Tiny.open(TinyModel.LLAMA);
        RandomAdapter first = new RandomAdapter(model, LoraTarget.all(), 0.2, 1);
        RandomAdapter second = new RandomAdapter(model, Set.of(LoraTarget.UP_PROJ), 0.2, 2);
        RolloutEngine engine = engine(model, type, 7, 2);
        RolloutEngine fresh = engine(second, type, 7, 2)) {
      List<GenerationRequest> requests = requests(model);
      List<List<Object>> bare = Tiny.contents(engine.generate(requests, SAMPLING));
      engine.reload(first);
      assertThat(Tiny.contents(engine.generate(requests, SAMPLING))).isNotEqualTo(bare);
      engine.reload(second);
      assertThat(Tiny.contents(engine.generate(requests, SAMPLING)))
          .isEqualTo(Tiny.contents(fresh.generate(requests, SAMPLING)));
      engine.reload(model);
      assertThat(Tiny.contents(engine.generate(requests, SAMPLING))).isEqualTo(bare);
    }
  }
}
