package dev.belay.torch.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.belay.torch.optim.Parameter;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.TensorScope;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DecoderTest {

  private static final PackedBatch BATCH =
      PackedBatch.of(List.of(new int[] {3, 1, 4, 1, 5, 9, 2, 6}, new int[] {28, 0, 7}));

  @Test
  void weightsAreTheSourcesUnderItsNames() {
    for (boolean tied : new boolean[] {true, false}) {
      try (TensorScope _ = new TensorScope();
          RandomWeights source = new RandomWeights(tied);
          Decoder decoder = Decoder.trained(source, ComputeType.FLOAT32)) {
        for (String name : decoder.weightNames()) {
          assertThat(decoder.weight(name).equal(source.weight(name))).as(name).isTrue();
          assertThat(decoder.masters().weight(name).equal(source.weight(name))).isTrue();
        }
        assertThat(decoder.weightNames()).hasSize(tied ? 20 : 21);
        assertThat(decoder.headParameter().name()).isEqualTo(source.config().headWeightName());
      }
    }
  }

  @Test
  void bf16WeightsFollowTheMasters() {
    String name = "model.layers.1.self_attn.k_proj.weight";
    try (TensorScope _ = new TensorScope();
        RandomWeights source = new RandomWeights(true);
        Decoder decoder = Decoder.trained(source, ComputeType.BFLOAT16)) {
      decoder.master(name).fill_(new Scalar(0.5));
      decoder.parameters().forEach(Parameter::refreshValue);
      assertThat(TinyDecoder.maxDifference(decoder.weight(name), decoder.master(name))).isZero();
      String neighbour = "model.layers.1.self_attn.q_proj.weight";
      assertThat(decoder.master(neighbour).equal(source.weight(neighbour))).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFrozenDecoderOnTheSameWeightsGivesTheSameBits(ComputeType type) {
    for (boolean tied : new boolean[] {true, false}) {
      try (TensorScope _ = new TensorScope();
          RandomWeights source = new RandomWeights(tied);
          Decoder decoder = Decoder.trained(source, type);
          Decoder copied = Decoder.frozen(source, type);
          Decoder shared = Decoder.frozen(decoder, type);
          ActivationStore store = ActivationStore.recomputing()) {
        Tensor expected = decoder.forward(BATCH, store);
        assertThat(decoder.forward(BATCH).equal(expected)).isTrue();
        assertThat(copied.forward(BATCH).equal(expected)).isTrue();
        assertThat(shared.forward(BATCH).equal(expected)).isTrue();
        assertThat(shared.headParameter().value().equal(decoder.headParameter().value())).isTrue();
      }
    }
  }

  @Test
  void aFrozenDecoderOnADecoderInTrainingSharesItsMemory() {
    try (TensorScope _ = new TensorScope();
        RandomWeights source = new RandomWeights(true);
        Decoder decoder = Decoder.trained(source, ComputeType.BFLOAT16);
        Decoder shared = Decoder.frozen(decoder, ComputeType.BFLOAT16)) {
      decoder.parameters().forEach(parameter -> parameter.master().mul_(new Scalar(0.9)));
      decoder.parameters().forEach(Parameter::refreshValue);
      assertThat(shared.forward(BATCH).equal(decoder.forward(BATCH))).isTrue();
    }
  }

  @Test
  void whatTheModelCannotReadIsRefused() {
    try (RandomWeights source = new RandomWeights(true);
        Decoder decoder = Decoder.trained(source, ComputeType.FLOAT32)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> decoder.forward(PackedBatch.of(List.of(new int[] {29}))))
          .withMessage("token id 29 is not in the vocabulary of 29");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> decoder.forward(PackedBatch.of(List.of(new int[] {-1}))));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> decoder.forward(PackedBatch.of(List.of(new int[1025]))))
          .withMessageContaining("context of 1024");
      assertThatIllegalArgumentException().isThrownBy(() -> decoder.weight("model.other"));
      assertThatIllegalArgumentException().isThrownBy(() -> decoder.master("model.other"));
    }
  }

  @Test
  void aStoreServesOneBackwardPass() {
    try (TensorScope _ = new TensorScope();
        RandomWeights source = new RandomWeights(true);
        Decoder decoder = Decoder.trained(source, ComputeType.FLOAT32);
        ActivationStore store = ActivationStore.keepingAll()) {
      Tensor grad = torch.zeros(BATCH.tokens(), 20);
      assertThatIllegalStateException().isThrownBy(() -> decoder.backward(grad, store));
      decoder.forward(BATCH, store);
      decoder.backward(grad, store);
      assertThatIllegalStateException().isThrownBy(() -> decoder.backward(grad, store));
      decoder.forward(BATCH, store);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> decoder.backward(torch.zeros(BATCH.tokens(), 19), store))
          .withMessageContaining("[11, 20]");
    }
  }

  @Test
  void aWeightOfTheWrongShapeIsNamed() {
    String name = "model.layers.0.mlp.up_proj.weight";
    try (RandomWeights source = new RandomWeights(false)) {
      source.misshape(name);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Decoder.trained(source, ComputeType.FLOAT32))
          .withMessage(name + " has the shape [3, 5], the configuration says [22, 20]");
    }
  }
}
