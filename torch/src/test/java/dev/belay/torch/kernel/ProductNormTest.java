package dev.belay.torch.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.torch.tensor.ComputeType;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProductNormTest {

  private static final ComputeType FP32 = ComputeType.FLOAT32;

  /** Of (3, 4) the mean square is 12.5, its root 3.5355. */
  @Test
  void handWorked() {
    try (Arena arena = Arena.ofConfined()) {
      Floats x = Floats.of(arena, FP32, 3, 4);
      Floats weight = Floats.of(arena, FP32, 1, 2);
      ProductNorm norm = new ProductNorm(FP32, weight.address(), 2, 0);
      norm.forward(x.address(), x.address());
      assertThat(x.get(0)).isCloseTo(0.848528f, within(1e-6f));
      assertThat(x.get(1)).isCloseTo(2.262742f, within(1e-6f));
    }
  }

  /** In fp32, where nothing is rounded on the way, all three ways give the same bits. */
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 16, 37, 64})
  void theResultMayBeWidenedOrAdded(int size) {
    try (Arena arena = Arena.ofConfined()) {
      Floats x = Floats.normal(arena, FP32, size, 1);
      Floats weight = Floats.normal(arena, FP32, size, 2);
      Floats out = Floats.zeros(arena, FP32, size);
      Floats wide = Floats.zeros(arena, FP32, size);
      Floats sum = Floats.zeros(arena, FP32, size);
      ProductNorm norm = new ProductNorm(FP32, weight.address(), size, 1e-2);
      norm.forward(x.address(), out.address());
      norm.widen(x.address(), wide.address());
      norm.add(x.address(), sum.address());
      assertThat(wide.toArray()).containsExactly(out.toArray());
      assertThat(sum.toArray()).containsExactly(out.toArray());
      norm.add(x.address(), sum.address());
      assertThat(sum.get(0)).isEqualTo(2 * out.get(0));
    }
  }

  @ParameterizedTest
  @CsvSource({"FLOAT32, 1", "FLOAT32, 7", "FLOAT32, 37", "BFLOAT16, 16", "BFLOAT16, 37"})
  void gradientIsTheSlope(ComputeType type, int size) {
    double tolerance = type == FP32 ? 2e-5 : 2e-2;
    try (Arena arena = Arena.ofConfined()) {
      Floats x = Floats.normal(arena, type, size, 1);
      Floats weight = Floats.normal(arena, FP32, size, 2);
      Floats outGrad = Floats.normal(arena, type, size, 3);
      double[] xs = x.toArray();
      double[] weights = weight.toArray();
      double[] outGrads = outGrad.toArray();
      Floats weightGrad = Floats.zeros(arena, FP32, size);
      ProductNorm norm = new ProductNorm(type, weight.address(), size, 1e-2);
      norm.backward(x.address(), outGrad.address(), outGrad.address(), weightGrad.address());
      for (int i = 0; i < size; i++) {
        assertThat((double) outGrad.get(i))
            .isCloseTo(slope(xs, weights, outGrads, xs, i), within(tolerance));
        assertThat((double) weightGrad.get(i))
            .isCloseTo(slope(xs, weights, outGrads, weights, i), within(tolerance));
        assertThat((double) x.get(i)).isEqualTo(xs[i]);
      }
    }
  }

  @Test
  void theInputMayBecomeItsGradient() {
    try (Arena arena = Arena.ofConfined()) {
      Floats x = Floats.normal(arena, FP32, 37, 1);
      Floats same = Floats.normal(arena, FP32, 37, 1);
      Floats weight = Floats.normal(arena, FP32, 37, 2);
      Floats outGrad = Floats.normal(arena, FP32, 37, 3);
      Floats apart = Floats.zeros(arena, FP32, 37);
      Floats sums = Floats.zeros(arena, FP32, 37);
      ProductNorm norm = new ProductNorm(FP32, weight.address(), 37, 1e-2);
      long grad = outGrad.address();
      norm.backward(x.address(), grad, apart.address(), sums.address());
      norm.backward(same.address(), grad, same.address(), sums.address());
      assertThat(same.toArray()).containsExactly(apart.toArray());
    }
  }

  private static double slope(
      double[] x, double[] weight, double[] outGrad, double[] varied, int index) {
    double at = varied[index];
    varied[index] = at + 1e-5;
    double above = objective(x, weight, outGrad);
    varied[index] = at - 1e-5;
    double below = objective(x, weight, outGrad);
    varied[index] = at;
    return (above - below) / 2e-5;
  }

  private static double objective(double[] x, double[] weight, double[] outGrad) {
    double squares = 0;
    for (double value : x) {
      squares += value * value;
    }
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += outGrad[i] * weight[i] * x[i] / Math.sqrt(squares / x.length + 1e-2);
    }
    return sum;
  }
}
