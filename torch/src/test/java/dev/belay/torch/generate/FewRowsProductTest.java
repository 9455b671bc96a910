package dev.belay.torch.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import dev.belay.torch.tensor.TensorScope;
import java.util.OptionalInt;
import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products of one or two rows: the sums in their order, and the bits of oneDNN. */
class FewRowsProductTest {

  @ParameterizedTest
  @CsvSource({
    "64, 8, 8, false",
    "64, 8, 4, true",
    "100, 96, 96, false", // A narrow panel that is not full.
    "100, 96, 32, true",
    "37, 10, 4, false", // Narrow panels only; a last run that is shorter.
    "200, 64, 48, true",
  })
  void sumsOddThenEvenRunByRun(int outputs, int inputs, int run, boolean biased) {
    Random random = new Random(outputs + inputs + run);
    try (TensorScope _ = new TensorScope()) {
      Tensor weight = random(random, outputs, inputs);
      Tensor bias = biased ? random(random, outputs, 1).view(-1) : null;
      Tensor input = random(random, 2, inputs);
      try (FewRowsProduct product = new FewRowsProduct(weight, run, bias)) {
        for (int rows = 1; rows <= FewRowsProduct.MOST_ROWS; rows++) {
          long actual = product.multiply(NativeMemory.address(input), rows);
          for (int i = 0; i < rows * outputs; i++) {
            float sum = sum(input, i / outputs, weight, i % outputs, run);
            float expected = sum + (bias == null ? 0 : element(bias, i % outputs));
            assertThat(NativeMemory.getBfloat16(actual + 2L * i))
                .isEqualTo(Float.intBitsToFloat(rounded(expected)));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "288, 576, false",
    "288, 1536, false",
    "480, 576, true",
    "256, 4096, false",
    "576, 960, true",
  })
  void findsTheOrderInWhichOneDnnSums(int outputs, int inputs, boolean biased) {
    GemmChoice choice = GemmChoice.choose(ComputeType.BFLOAT16, outputs, inputs);
    if (!choice.mayHaveFewRows()) {
      assertThat(choice.description(outputs, inputs)).doesNotContain("Belay's");
      return;
    }
    OptionalInt run = choice.fewRows().run(outputs, inputs, biased);

    assertThat(run).isPresent();
    Random random = new Random(inputs);
    try (TensorScope _ = new TensorScope()) {
      Tensor weight = random(random, outputs, inputs);
      Tensor bias = biased ? random(random, outputs, 1).view(-1) : null;
      Tensor input = random(random, 40, inputs);
      Tensor expected = choice.gemm().multiply(input, choice.gemm().pack(weight), bias);
      try (FewRowsProduct product = new FewRowsProduct(weight, run.getAsInt(), bias)) {
        for (int row = 0; row + 1 < 40; row += 2) {
          Tensor pair = input.narrow(0, row, 2);
          long address = product.multiply(NativeMemory.address(pair), 2);
          Tensor actual = NativeMemory.tensor(address, ScalarType.BFloat16, 2, outputs);
          assertThat(actual.equal(expected.narrow(0, row, 2))).isTrue();
        }
      }
    }
  }

  @Test
  void isNotUsedWhereTheSumsDiffer() {
    FewRowsTrial trial = new FewRowsTrial(new OtherOrder());

    assertThat(trial.run(64, 64, false)).isEmpty();
    assertThat(trial.run(64, 63, false)).isEmpty(); // Pairs need an even number of inputs.
  }

  /** Sums as no hardware does: backwards. */
  private static final class OtherOrder implements Gemm {
    @Override
    public Tensor pack(Tensor weight) {
      return weight.clone();
    }

    @Override
    public Tensor multiply(Tensor input, Tensor packed, @Nullable Tensor bias) {
      int rows = (int) input.size(0);
      int outputs = (int) packed.size(0);
      Tensor product = torch.zeros(new long[] {rows, outputs}).to(ScalarType.BFloat16);
      for (int i = 0; i < rows * outputs; i++) {
        float sum = 0;
        for (int k = (int) packed.size(1) - 1; k >= 0; k--) {
          sum += at(input, i / outputs, k) * at(packed, i % outputs, k);
        }
        NativeMemory.setBfloat16(NativeMemory.address(product) + 2L * i, sum);
      }
      return product;
    }

    @Override
    public String description() {
      return "backwards";
    }
  }

  private static float sum(Tensor input, int row, Tensor weight, int output, int run) {
    int inputs = (int) weight.size(1);
    float sum = 0;
    for (int start = 0; start < inputs; start += run) {
      float part = 0;
      for (int k = start; k < Math.min(start + run, inputs); k += 2) {
        part = Math.fma(at(input, row, k + 1), at(weight, output, k + 1), part);
        part = Math.fma(at(input, row, k), at(weight, output, k), part);
      }
      sum = start == 0 ? part : part + sum;
    }
    return sum;
  }

  private static int rounded(float value) {
    int bits = Float.floatToRawIntBits(value);
    return (bits + 0x7fff + ((bits >>> 16) & 1)) & 0xffff0000;
  }

  private static float at(Tensor matrix, int row, int column) {
    return element(matrix, row * (int) matrix.size(1) + column);
  }

  private static float element(Tensor values, int index) {
    return NativeMemory.getBfloat16(NativeMemory.address(values) + 2L * index);
  }

  private static Tensor random(Random random, int rows, int columns) {
    Tensor values = torch.zeros(new long[] {rows, columns}).to(ScalarType.BFloat16);
    for (int i = 0; i < rows * columns; i++) {
      float value = (float) random.nextGaussian();
      NativeMemory.setBfloat16(NativeMemory.address(values) + 2L * i, value);
    }
    return values;
  }
}
