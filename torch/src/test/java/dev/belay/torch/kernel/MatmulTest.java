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

  /** Numbers whose products and sums bf16 and fp32 hold exactly, whatever the order. */
  @ParameterizedTest
  @EnumSource
  void productsAreThoseOfWholeNumbers(ComputeType type) {
    try (TensorScope _ = new TensorScope()) {
      Tensor x = torch.tensor(1f, -2f, 3f, 0f, 4f, 5f).view(2, 3).to(type.scalarType());
      Tensor weight = torch.tensor(1f, 2f, 3f, -1f, 0f, 1f).view(2, 3).to(type.scalarType());
      Tensor yGrad = torch.tensor(1f, 2f, -1f, 3f).view(2, 2).to(type.scalarType());
      assertProduct(Matmul.forward(x, weight), type, 6f, 2f, 23f, 5f);
      assertProduct(Matmul.inputGradient(yGrad, weight), type, -1f, 2f, 5f, -4f, -2f, 0f);
      Tensor weightGrad = torch.ones(2, 3);
      Matmul.addWeightGradient(yGrad, x, weightGrad);
      assertProduct(weightGrad, ComputeType.FLOAT32, 2f, -5f, -1f, 3f, 9f, 22f);
    }
  }

  private static void assertProduct(Tensor product, ComputeType type, float... expected) {
    assertThat(ComputeType.of(product)).isEqualTo(type);
    assertThat(product.flatten().to(ScalarType.Float).equal(torch.tensor(expected))).isTrue();
  }

  /** Each product is rounded once, from fp32 sums: half a unit in the last place of bf16. */
  @Test
  void bfloat16ProductsAreRoundedOnce() {
    try (TensorScope _ = new TensorScope()) {
      Tensor x = normal(2, 70, 300).to(ComputeType.BFLOAT16.scalarType());
      Tensor weight = normal(3, 50, 300).to(ComputeType.BFLOAT16.scalarType());
      Tensor exact = x.to(ScalarType.Double).mm(weight.to(ScalarType.Double).t());
      Tensor error = Matmul.forward(x, weight).to(ScalarType.Double).sub(exact).abs();
      Tensor allowed = exact.abs().mul(new Scalar(0.00390625 * 1.001)).add(new Scalar(1e-4));
      assertThat(error.gt(allowed).any().item_bool()).isFalse();
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
