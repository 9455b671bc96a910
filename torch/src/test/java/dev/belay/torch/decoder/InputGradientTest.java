package dev.belay.torch.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.belay.torch.model.DecoderFamily;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import dev.belay.torch.tensor.TensorScope;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The gradient by what a decoder reads. */
class InputGradientTest {
  private static final String EMBEDDING = "model.embed_tokens.weight";
  private static final int WIDTH = 20;

  /** Every token once, so that a token's embedding is one row's input. */
  private static final PackedBatch DISTINCT =
      PackedBatch.of(List.of(new int[] {3, 27, 11, 20, 5}, new int[] {14, 0, 8}));

  private static final PackedBatch REPEATED =
      PackedBatch.of(List.of(new int[] {3, 3, 11, 3}, new int[] {11, 0, 11}));

  private static Tensor weights(PackedBatch batch, long seed) {
    float[] values = new float[batch.tokens() * WIDTH];
    Random random = new Random(seed);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return torch.tensor(values).view(batch.tokens(), WIDTH);
  }

  /** A loss that is linear in the hidden states, so that their gradient is its weights. */
  private static double loss(Decoder decoder, Tensor weights) {
    try (TensorScope _ = new TensorScope()) {
      return decoder.forward(DISTINCT).mul(weights).sum().item_double();
    }
  }

  @ParameterizedTest
  @EnumSource
  void isTheSlopeByEachRowsEmbedding(DecoderFamily family) {
    try (TensorScope _ = new TensorScope();
        RandomWeights source = new RandomWeights(family, true);
        Decoder decoder = Decoder.frozen(source, ComputeType.FLOAT32);
        ActivationStore store = ActivationStore.keepingAll()) {
      Tensor weights = weights(DISTINCT, 1);
      var _ = decoder.forward(DISTINCT, store);
      long gradient = NativeMemory.address(decoder.inputGradient(weights, store));
      long table = NativeMemory.address(source.weight(EMBEDDING));
      Random random = new Random(2);
      for (int row = 0; row < DISTINCT.tokens(); row++) {
        float[] direction = new float[WIDTH];
        double expected = 0;
        for (int i = 0; i < WIDTH; i++) {
          direction[i] = random.nextBoolean() ? 1 : -1;
          expected += direction[i] * NativeMemory.getFloat(gradient + (row * WIDTH + i) * 4L);
        }
        long embedding = table + (long) DISTINCT.tokenIds()[row] * WIDTH * 4;
        double up = moved(embedding, direction, 1e-3f, () -> loss(decoder, weights));
        double down = moved(embedding, direction, -1e-3f, () -> loss(decoder, weights));
        assertThat((up - down) / 2e-3)
            .as("row " + row)
            .isCloseTo(expected, within(1e-2 * Math.max(1, Math.abs(expected))));
      }
    }
  }

  private static double moved(long address, float[] direction, float step, DoubleSupplier loss) {
    float[] start = new float[direction.length];
    for (int i = 0; i < start.length; i++) {
      start[i] = NativeMemory.getFloat(address + i * 4L);
      NativeMemory.setFloat(address + i * 4L, start[i] + step * direction[i]);
    }
    double value = loss.getAsDouble();
    for (int i = 0; i < start.length; i++) {
      NativeMemory.setFloat(address + i * 4L, start[i]);
    }
    return value;
  }

  @ParameterizedTest
  @EnumSource
  void rowsOfATokenAddUpToTheTrainersGradient(DecoderFamily family) {
    try (TensorScope _ = new TensorScope();
        RandomWeights source = new RandomWeights(family, true);
        Decoder decoder = Decoder.frozen(source, ComputeType.BFLOAT16);
        Decoder trained = Decoder.trained(source, ComputeType.BFLOAT16);
        ActivationStore store = ActivationStore.keepingAll();
        ActivationStore recomputing = ActivationStore.recomputing()) {
      Tensor weights = weights(REPEATED, 3).to(ScalarType.BFloat16);
      Tensor hidden = decoder.forward(REPEATED, recomputing);
      assertThat(torch.equal(hidden, trained.forward(REPEATED, store))).isTrue();
      trained.backward(weights, store);
      Tensor rows = decoder.inputGradient(weights, recomputing);
      Tensor summed = torch.zeros_like(trained.grad(EMBEDDING));
      for (int row = 0; row < REPEATED.tokens(); row++) {
        summed.select(0, REPEATED.tokenIds()[row]).add_(rows.select(0, row));
      }
      assertThat(TinyDecoder.relativeError(summed, trained.grad(EMBEDDING))).isLessThan(1e-6);
    }
  }

  @Test
  void matricesHaveNoGradientAndNothingNativeStaysBehind() {
    try (RandomWeights source = new RandomWeights(true);
        Decoder decoder = Decoder.frozen(source, ComputeType.BFLOAT16);
        ActivationStore store = ActivationStore.keepingAll()) {
      assertThat(decoder.headParameter().isTrained()).isFalse();
      assertThat(decoder.headParameter().grad().numel()).isZero();
      step(decoder, store);
      long pointers = Pointer.totalCount();
      long bytes = Pointer.totalBytes();
      for (int i = 0; i < 20; i++) {
        step(decoder, store);
      }
      assertThat(Pointer.totalCount()).isEqualTo(pointers);
      assertThat(Pointer.totalBytes()).isEqualTo(bytes);
    }
  }

  private static void step(Decoder decoder, ActivationStore store) {
    try (TensorScope _ = new TensorScope()) {
      var _ = decoder.forward(DISTINCT, store);
      Tensor weights = weights(DISTINCT, 4).to(ScalarType.BFloat16);
      var _ = decoder.inputGradient(weights, store);
      assertThatIllegalStateException().isThrownBy(() -> decoder.inputGradient(weights, store));
    }
  }
}
