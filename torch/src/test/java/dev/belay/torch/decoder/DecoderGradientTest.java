package dev.belay.torch.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.torch.kernel.Parallel;
import dev.belay.torch.model.DecoderFamily;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import dev.belay.torch.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Properties of the gradient on a decoder of odd sizes. */
class DecoderGradientTest {

  private static final PackedBatch BATCH = batch(5, 1, 9, 17);

  private static PackedBatch batch(int... lengths) {
    Random random = new Random(7);
    return PackedBatch.of(
        Arrays.stream(lengths).mapToObj(length -> random.ints(length, 0, 29).toArray()).toList());
  }

  private static Decoder open(boolean tied, ComputeType type) {
    return open(DecoderFamily.LLAMA, tied, type);
  }

  private static Decoder open(DecoderFamily family, boolean tied, ComputeType type) {
    try (RandomWeights weights = new RandomWeights(family, tied)) {
      return Decoder.trained(weights, type);
    }
  }

  /** Every family in either type. */
  private static Stream<Arguments> familiesAndTypes() {
    return Arrays.stream(DecoderFamily.values())
        .flatMap(f -> Arrays.stream(ComputeType.values()).map(t -> Arguments.of(f, t)));
  }

  private static void backward(Decoder decoder, PackedBatch batch, double weight) {
    try (ActivationStore store = ActivationStore.keepingAll()) {
      TinyDecoder.backward(decoder, batch, batch.nextTokens(), weight, store);
    }
  }

  /** Along random directions, so that every element of every parameter has its part. */
  @ParameterizedTest
  @CsvSource({
    "LLAMA, true",
    "LLAMA, false",
    "QWEN2, false",
    "QWEN3, true",
    "GEMMA3, true",
    "MISTRAL, true",
    "PHI3, true",
    "SMOLLM3, true",
    "OLMO2, false",
    "GRANITE, true"
  })
  void isTheSlopeForEveryParameter(DecoderFamily family, boolean tied) {
    try (TensorScope _ = new TensorScope();
        Decoder decoder = open(family, tied, ComputeType.FLOAT32)) {
      backward(decoder, BATCH, 1);
      Random random = new Random(3);
      for (String name : decoder.weightNames()) {
        Tensor master = decoder.master(name);
        assertThat(master.is_contiguous()).isTrue();
        float[] direction = direction(random, (int) master.numel());
        double expected = dot(decoder.grad(name), direction);
        double slope = slope(decoder, master, direction);
        assertThat(slope)
            .as(name)
            .isCloseTo(expected, within(2e-3 * Math.max(1, Math.abs(expected))));
      }
    }
  }

  private static float[] direction(Random random, int size) {
    float[] direction = new float[size];
    for (int i = 0; i < size; i++) {
      direction[i] = random.nextBoolean() ? 1 : -1;
    }
    return direction;
  }

  private static double dot(Tensor grad, float[] direction) {
    long address = NativeMemory.address(grad);
    double sum = 0;
    for (int i = 0; i < direction.length; i++) {
      sum += NativeMemory.getFloat(address + i * 4L) * direction[i];
    }
    return sum;
  }

  private static double slope(Decoder decoder, Tensor master, float[] direction) {
    float step = 1e-3f;
    float[] start = new float[direction.length];
    long address = NativeMemory.address(master);
    for (int i = 0; i < start.length; i++) {
      start[i] = NativeMemory.getFloat(address + i * 4L);
    }
    double[] losses = new double[2];
    for (int side = 0; side < 2; side++) {
      for (int i = 0; i < start.length; i++) {
        float moved = start[i] + (side == 0 ? step : -step) * direction[i];
        NativeMemory.setFloat(address + i * 4L, moved);
      }
      losses[side] = TinyDecoder.loss(decoder, BATCH, BATCH.nextTokens());
    }
    for (int i = 0; i < start.length; i++) {
      NativeMemory.setFloat(address + i * 4L, start[i]);
    }
    return (losses[0] - losses[1]) / (2 * step);
  }

  @ParameterizedTest
  @MethodSource("familiesAndTypes")
  void sequencesAloneAddUpToTheirBatch(DecoderFamily family, ComputeType type) {
    try (TensorScope _ = new TensorScope();
        Decoder together = open(family, true, type);
        Decoder alone = open(family, true, type)) {
      backward(together, BATCH, 1);
      long predicted = Arrays.stream(BATCH.nextTokens()).filter(token -> token >= 0).count();
      for (int s = 0; s < BATCH.sequences(); s++) {
        int[] tokens =
            Arrays.copyOfRange(BATCH.tokenIds(), BATCH.starts()[s], BATCH.starts()[s + 1]);
        if (tokens.length > 1) {
          PackedBatch single = PackedBatch.of(List.of(tokens));
          backward(alone, single, (tokens.length - 1.0) / predicted);
        }
      }
      double tolerance = type == ComputeType.FLOAT32 ? 5e-6 : 1e-2;
      for (String name : together.weightNames()) {
        assertThat(TinyDecoder.relativeError(alone.grad(name), together.grad(name)))
            .as(name)
            .isLessThan(tolerance);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("familiesAndTypes")
  void hiddenStatesDoNotDependOnTheBatch(DecoderFamily family, ComputeType type) {
    try (TensorScope _ = new TensorScope();
        Decoder decoder = open(family, true, type)) {
      Tensor together = decoder.forward(BATCH);
      for (int s = 0; s < BATCH.sequences(); s++) {
        int from = BATCH.starts()[s];
        int[] tokens = Arrays.copyOfRange(BATCH.tokenIds(), from, BATCH.starts()[s + 1]);
        Tensor alone = decoder.forward(PackedBatch.of(List.of(tokens)));
        Tensor part = together.narrow(0, from, tokens.length);
        assertThat(TinyDecoder.relativeError(alone, part))
            .isLessThan(type == ComputeType.FLOAT32 ? 5e-6 : 1e-2);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("familiesAndTypes")
  void recomputedActivationsGiveTheSameBits(DecoderFamily family, ComputeType type) {
    List<double[]> kept = gradients(family, type, ActivationStore.keepingAll());
    List<double[]> recomputed = gradients(family, type, ActivationStore.recomputing());
    for (int i = 0; i < kept.size(); i++) {
      assertThat(recomputed.get(i)).containsExactly(kept.get(i));
    }
  }

  @ParameterizedTest
  @MethodSource("familiesAndTypes")
  void aStoreUsedAgainGivesTheSameBits(DecoderFamily family, ComputeType type) {
    try (ActivationStore store = ActivationStore.keepingAll();
        Decoder decoder = open(family, true, type)) {
      PackedBatch longer = batch(40, 3);
      TinyDecoder.backward(decoder, longer, longer.nextTokens(), 1, store);
      TinyDecoder.zeroGrads(decoder);
      TinyDecoder.backward(decoder, BATCH, BATCH.nextTokens(), 1, store);
      List<double[]> again = read(decoder);
      List<double[]> fresh = gradients(family, type, ActivationStore.keepingAll());
      for (int i = 0; i < fresh.size(); i++) {
        assertThat(again.get(i)).containsExactly(fresh.get(i));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("familiesAndTypes")
  void threadsChangeNothingButRounding(DecoderFamily family, ComputeType type) {
    int before = Parallel.threads();
    try {
      Parallel.setThreads(1);
      List<double[]> one = gradients(family, type, ActivationStore.keepingAll());
      Parallel.setThreads(2);
      List<double[]> two = gradients(family, type, ActivationStore.keepingAll());
      List<double[]> again = gradients(family, type, ActivationStore.keepingAll());
      for (int i = 0; i < one.size(); i++) {
        assertThat(again.get(i)).containsExactly(two.get(i));
        assertThat(two.get(i)).containsExactly(one.get(i), within(1e-2));
      }
    } finally {
      Parallel.setThreads(before);
    }
  }

  private static List<double[]> gradients(
      DecoderFamily family, ComputeType type, ActivationStore store) {
    try (store;
        Decoder decoder = open(family, true, type)) {
      TinyDecoder.backward(decoder, BATCH, BATCH.nextTokens(), 1, store);
      return read(decoder);
    }
  }

  private static List<double[]> read(Decoder decoder) {
    List<double[]> grads = new ArrayList<>();
    decoder
        .parameters()
        .forEach(
            parameter -> {
              long address = NativeMemory.address(parameter.grad());
              grads.add(
                  IntStream.range(0, (int) parameter.size())
                      .mapToDouble(i -> NativeMemory.getFloat(address + i * 4L))
                      .toArray());
            });
    return grads;
  }

  @Test
  void nothingNativeStaysBehind() {
    try (ActivationStore store = ActivationStore.keepingAll();
        Decoder decoder = open(true, ComputeType.BFLOAT16)) {
      step(decoder, store);
      long pointers = Pointer.totalCount();
      long bytes = Pointer.totalBytes();
      for (int i = 0; i < 50; i++) {
        step(decoder, store);
      }
      assertThat(Pointer.totalCount()).isEqualTo(pointers);
      assertThat(Pointer.totalBytes()).isEqualTo(bytes);
    }
  }

  private static void step(Decoder decoder, ActivationStore store) {
    try (TensorScope _ = new TensorScope()) {
      TinyDecoder.backward(decoder, BATCH, BATCH.nextTokens(), 1, store);
      TinyDecoder.loss(decoder, BATCH, BATCH.nextTokens());
    }
  }
}
