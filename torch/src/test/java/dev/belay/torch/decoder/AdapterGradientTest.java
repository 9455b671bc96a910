package dev.belay.torch.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.model.LoraTarget;
import dev.belay.torch.model.DecoderFamily;
import dev.belay.torch.model.LoraSettings;
import dev.belay.torch.model.LowRank;
import dev.belay.torch.model.RandomAdapter;
import dev.belay.torch.optim.Parameter;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import dev.belay.torch.tensor.TensorScope;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Adapters of a decoder of odd sizes, in training. */
class AdapterGradientTest {

  private static final PackedBatch BATCH = batch();
  private static final Set<LoraTarget> ALL = LoraTarget.all();

  private static PackedBatch batch() {
    Random random = new Random(7);
    return PackedBatch.ofGroups(
        List.of(
            new PackedBatch.Group(
                random.ints(5, 0, 29).toArray(),
                List.of(random.ints(4, 0, 29).toArray(), random.ints(6, 0, 29).toArray())),
            new PackedBatch.Group(
                random.ints(3, 0, 29).toArray(), List.of(random.ints(9, 0, 29).toArray()))));
  }

  private static LoraSettings settings(Set<LoraTarget> targets, double dropout) {
    return new LoraSettings(3, 6, false, targets, dropout, 11);
  }

  private static void backward(Decoder decoder) {
    try (ActivationStore store = ActivationStore.keepingAll()) {
      TinyDecoder.backward(decoder, BATCH, BATCH.nextTokens(), 1, store);
    }
  }

  /** {@code up} begins at 0, where {@code down} has no slope. */
  private static void move(Decoder decoder, double size) {
    Random random = new Random(5);
    for (Parameter parameter : decoder.trainedParameters()) {
      long address = NativeMemory.address(parameter.master());
      for (long i = 0; i < parameter.size(); i++) {
        float old = NativeMemory.getFloat(address + 4 * i);
        NativeMemory.setFloat(address + 4 * i, (float) (old + size * random.nextGaussian()));
      }
    }
  }

  /** Along random directions, so that every element of every factor has its part. */
  @ParameterizedTest
  @CsvSource({
    "LLAMA, 0",
    "LLAMA, 0.25",
    "QWEN2, 0",
    "QWEN3, 0",
    "GEMMA3, 0",
    "GEMMA3, 0.25",
    "MISTRAL, 0",
    "PHI3, 0.25",
    "SMOLLM3, 0",
    "OLMO2, 0",
    "GRANITE, 0.25"
  })
  void isTheSlopeOfBothFactors(DecoderFamily family, double dropout) {
    try (RandomWeights weights = new RandomWeights(family, true);
        Decoder decoder = Decoder.adapted(weights, ComputeType.FLOAT32, settings(ALL, dropout));
        TensorScope _ = new TensorScope()) {
      move(decoder, 0.1);
      decoder.dropout().begin(99, BATCH);
      backward(decoder);
      Random random = new Random(3);
      List<Parameter> trained = decoder.trainedParameters();
      assertThat(trained).hasSize(2 * (family == DecoderFamily.PHI3 ? 4 : 7) * 2);
      for (Parameter parameter : trained) {
        float[] direction = new float[(int) parameter.size()];
        for (int i = 0; i < direction.length; i++) {
          direction[i] = random.nextBoolean() ? 1 : -1;
        }
        double expected = dot(parameter.grad(), direction);
        assertThat(slope(decoder, parameter, direction))
            .as(parameter.name())
            .isCloseTo(expected, within(2e-3 * Math.max(1, Math.abs(expected))));
      }
    }
  }

  private static double dot(Tensor grad, float[] direction) {
    long address = NativeMemory.address(grad);
    double sum = 0;
    for (int i = 0; i < direction.length; i++) {
      sum += NativeMemory.getFloat(address + i * 4L) * direction[i];
    }
    return sum;
  }

  private static double slope(Decoder decoder, Parameter parameter, float[] direction) {
    double step = 1e-3;
    add(parameter, direction, step);
    double above = TinyDecoder.loss(decoder, BATCH, BATCH.nextTokens());
    add(parameter, direction, -2 * step);
    double below = TinyDecoder.loss(decoder, BATCH, BATCH.nextTokens());
    add(parameter, direction, step);
    return (above - below) / (2 * step);
  }

  private static void add(Parameter parameter, float[] direction, double step) {
    long address = NativeMemory.address(parameter.master());
    for (int i = 0; i < direction.length; i++) {
      float old = NativeMemory.getFloat(address + i * 4L);
      NativeMemory.setFloat(address + i * 4L, (float) (old + step * direction[i]));
    }
  }

  @ParameterizedTest
  @EnumSource(ComputeType.class)
  void aNewAdapterAddsNothingAndStandsAtItsTargetsAlone(ComputeType type) {
    try (RandomWeights weights = new RandomWeights(true);
        Decoder bare = Decoder.frozen(weights, type);
        Decoder adapted = Decoder.adapted(weights, type, settings(Set.of(LoraTarget.V_PROJ), 0));
        TensorScope _ = new TensorScope()) {
      assertThat(adapted.forward(BATCH).equal(bare.forward(BATCH))).isTrue();
      assertThat(adapted.trainedParameters())
          .extracting(Parameter::name)
          .containsExactly(
              "base_model.model.model.layers.0.self_attn.v_proj.lora_A.weight",
              "base_model.model.model.layers.0.self_attn.v_proj.lora_B.weight",
              "base_model.model.model.layers.1.self_attn.v_proj.lora_A.weight",
              "base_model.model.model.layers.1.self_attn.v_proj.lora_B.weight");
      LowRank low = adapted.adapter("model.layers.0.self_attn.v_proj.weight").orElseThrow();
      assertThat(low.scale()).isEqualTo(2);
      assertThat(low.down().abs().max().item_double()).isBetween(0.1, 1 / Math.sqrt(20));
      assertThat(low.up().abs().max().item_double()).isZero();
      assertThat(adapted.adapter("model.layers.0.self_attn.q_proj.weight")).isEmpty();
      assertThat(adapted.base()).isSameAs(weights);
    }
  }

  @ParameterizedTest
  @EnumSource(DecoderFamily.class)
  void besideTheWeightIsTheSameAsInIt(DecoderFamily family) {
    try (RandomWeights weights = new RandomWeights(family, true);
        RandomAdapter adapter = new RandomAdapter(weights, ALL, 0.2, 3);
        Decoder beside = Decoder.frozen(adapter, ComputeType.FLOAT32);
        Decoder merged = Decoder.frozen(adapter.merged(), ComputeType.FLOAT32);
        Decoder off = beside.withoutAdapters();
        Decoder bare = Decoder.frozen(weights, ComputeType.FLOAT32);
        TensorScope _ = new TensorScope()) {
      Tensor expected = merged.forward(BATCH);
      assertThat(TinyDecoder.relativeError(beside.forward(BATCH), expected)).isLessThan(2e-6);
      assertThat(TinyDecoder.relativeError(bare.forward(BATCH), expected)).isGreaterThan(1e-2);
      assertThat(off.forward(BATCH).equal(bare.forward(BATCH))).isTrue();
      for (String name : merged.weightNames()) {
        assertThat(beside.weight(name).equal(merged.weight(name))).as(name).isTrue();
      }
      assertThat(off.adapter("model.layers.0.mlp.down_proj.weight")).isEmpty();
    }
  }

  @Test
  void dropoutLeavesTheSameOutHoweverSequencesArePacked() {
    try (RandomWeights weights = new RandomWeights(true);
        Decoder decoder = Decoder.adapted(weights, ComputeType.FLOAT32, settings(ALL, 0.5));
        TensorScope _ = new TensorScope()) {
      move(decoder, 0.2);
      Tensor off = decoder.forward(BATCH);
      decoder.dropout().begin(1, BATCH);
      Tensor together = decoder.forward(BATCH);
      assertThat(TinyDecoder.relativeError(together, off)).isGreaterThan(1e-2);
      assertThat(decoder.forward(BATCH).equal(together)).isTrue();
      // The first group's second continuation alone: its prefix is rows 0 to 4, itself 9 to 14.
      int[] alone = new int[11];
      System.arraycopy(BATCH.tokenIds(), 0, alone, 0, 5);
      System.arraycopy(BATCH.tokenIds(), 9, alone, 5, 6);
      PackedBatch single = PackedBatch.of(List.of(alone));
      decoder.dropout().begin(1, single);
      Tensor tail = decoder.forward(single).narrow(0, 5, 6);
      assertThat(TinyDecoder.relativeError(tail, together.narrow(0, 9, 6))).isLessThan(1e-5);
      decoder.dropout().begin(2, BATCH);
      assertThat(TinyDecoder.relativeError(decoder.forward(BATCH), together)).isGreaterThan(1e-2);
      decoder.dropout().end();
      assertThat(decoder.forward(BATCH).equal(off)).isTrue();
    }
  }

  @Test
  void dropoutLeavesOutItsShareAndKeepsTheMean() {
    try (TensorScope _ = new TensorScope()) {
      PackedBatch batch = PackedBatch.of(List.of(new Random(1).ints(200, 0, 9).toArray()));
      AdapterDropout dropout = new AdapterDropout(0.25);
      dropout.begin(4, batch);
      Tensor ones = org.bytedeco.pytorch.global.torch.ones(200, 500);
      Tensor kept = dropout.kept(ones, 1);
      double share = kept.count_nonzero().item_long() / 100_000.0;
      assertThat(share).isCloseTo(0.75, within(0.01));
      assertThat(kept.mean().item_double()).isCloseTo(1, within(0.01));
      assertThat(kept.max().item_double()).isCloseTo(4 / 3.0, within(1e-6));
      assertThat(dropout.kept(ones, 2).equal(kept)).isFalse();
    }
  }

  @Test
  void anAdapterIsNotTrainedBesideAnother() {
    try (RandomWeights weights = new RandomWeights(true);
        RandomAdapter adapter = new RandomAdapter(weights, ALL, 0.2, 3)) {
      assertThatThrownBy(() -> Decoder.adapted(adapter, ComputeType.FLOAT32, settings(ALL, 0)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("merge it first");
    }
  }
}
