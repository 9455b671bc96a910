package dev.belay.torch.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import dev.belay.torch.tensor.TensorScope;
import java.util.Random;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MatmulTest {

  private static Tensor normal(int seed, long... shape) {
    Random random = new Random(seed);
    long size = 1;
    for (long length : shape) {
      size *= length;
    }
    float[] values = new float[(int) size];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return torch.tensor(values).view(shape);
  }

  @Test
  void aBiasIsAddedToEveryRow() {
    try (TensorScope _ = new TensorScope()) {
      Tensor x = torch.tensor(1f, 2f, 3f, 4f).view(2, 2);
      Tensor weight = torch.tensor(1f, 0f, 0f, 1f, 1f, 1f).view(3, 2);
      Tensor y = torch.zeros(2, 3);
      Matmul.forward(x, weight, torch.tensor(10f, 20f, 30f), y);
      assertThat(y.equal(torch.tensor(11f, 22f, 33f, 13f, 24f, 37f).view(2, 3))).isTrue();
    }
  }

  /** Of 1 + 1/256 - 1 in bf16, 1/256 is left; a product rounded alone would be 1, and 0 be left. */
  @Test
  void theBiasIsAddedBeforeRounding() {
    try (TensorScope _ = new TensorScope()) {
      Tensor x = torch.tensor(1f, 0.00390625f).view(1, 2).to(ComputeType.BFLOAT16.scalarType());
      Tensor weight = torch.tensor(1f, 1f).view(1, 2).to(ComputeType.BFLOAT16.scalarType());
      Tensor bias = torch.tensor(-1f).view(1).to(ComputeType.BFLOAT16.scalarType());
      Tensor y = torch.zeros(1, 1).to(ComputeType.BFLOAT16.scalarType());
      Matmul.forward(x, weight, bias, y);
      assertThat(y.item_float()).isEqualTo(0.00390625f);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theBiasGradientIsTheColumnSum(ComputeType type) {
    try (TensorScope _ = new TensorScope()) {
      Tensor grads = normal(1, 150, 137).to(type.scalarType());
      Tensor sums = torch.ones(137);
      Matmul.addBiasGradient(grads, sums);
      Tensor expected = grads.to(ScalarType.Double).sum(0L).add(new Scalar(1.0));
      for (int i = 0; i < 137; i++) {
        assertThat(NativeMemory.getFloat(NativeMemory.address(sums) + i * 4L))
            .isCloseTo((float) expected.select(0, i).item_double(), within(1e-4f));
      }
    }
  }
}
