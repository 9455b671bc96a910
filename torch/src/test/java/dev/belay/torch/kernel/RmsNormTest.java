package dev.belay.torch.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.torch.tensor.ComputeType;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RmsNormTest {

  private static final ComputeType FP32 = ComputeType.FLOAT32;

  /** Of (3, 4) the mean square is 12.5, its root 3.5355. */
  @Test
  void handWorked() {
    try (Arena arena = Arena.ofConfined()) {
      Floats x = Floats.of(arena, FP32, 3, 4);
      Floats weight = Floats.of(arena, FP32, 1, 2);
      Floats normalized = Floats.zeros(arena, FP32, 2);
      Floats out = Floats.zeros(arena, FP32, 2);
      float scale =
          new RmsNorm(FP32, weight.address(), 2, 0)
              .forward(x.address(), normalized.address(), out.address());
      assertThat(scale).isCloseTo(0.282843f, within(1e-6f));
      assertThat(normalized.get(1)).isCloseTo(1.131371f, within(1e-6f));
      assertThat(out.get(0)).isCloseTo(0.848528f, within(1e-6f));
      assertThat(out.get(1)).isCloseTo(2.262742f, within(1e-6f));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 16, 37, 64})
  void theOutputAloneIsTheSameButForTheLastBit(int size) {
    try (Arena arena = Arena.ofConfined()) {
      Floats x = Floats.normal(arena, FP32, size, 1);
      Floats weight = Floats.normal(arena, FP32, size, 2);
      Floats normalized = Floats.zeros(arena, FP32, size);
      Floats out = Floats.zeros(arena, FP32, size);
      Floats alone = Floats.zeros(arena, FP32, size);
      RmsNorm norm = new RmsNorm(FP32, weight.address(), size, 1e-2);
      norm.forward(x.address(), normalized.address(), out.address());
      norm.output(x.address(), alone.address());
      for (int i = 0; i < size; i++) {
        float within = 4 * Math.ulp(out.get(i));
        assertThat(alone.get(i)).isCloseTo(out.get(i), within(within));
        assertThat(alone.get(i)).isNotZero();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 16, 37})
  void gradientIsTheSlope(int size) {
    try (Arena arena = Arena.ofConfined()) {
      Floats x = Floats.normal(arena, FP32, size, 1);
      Floats weight = Floats.normal(arena, FP32, size, 2);
      Floats outGrad = Floats.normal(arena, FP32, size, 3);
      Floats normalized = Floats.zeros(arena, FP32, size);
      Floats out = Floats.zeros(arena, FP32, size);
      Floats xGrad = Floats.zeros(arena, FP32, size);
      Floats weightGrad = Floats.zeros(arena, FP32, size);
      RmsNorm norm = new RmsNorm(FP32, weight.address(), size, 1e-2);
      float scale = norm.forward(x.address(), normalized.address(), out.address());
      norm.backward(
          normalized.address(), scale, outGrad.address(), xGrad.address(), weightGrad.address());
      double[] xs = x.toArray();
      double[] weights = weight.toArray();
      for (int i = 0; i < size; i++) {
        assertThat((double) xGrad.get(i))
            .isCloseTo(slope(xs, weights, outGrad, xs, i), within(2e-5));
        assertThat((double) weightGrad.get(i))
            .isCloseTo(slope(xs, weights, outGrad, weights, i), within(2e-5));
      }
      norm.restoreOutput(normalized.address());
      for (int i = 0; i < size; i++) {
        assertThat(normalized.get(i)).isCloseTo(out.get(i), within(1e-6f));
      }
    }
  }

  private static double slope(
      double[] x, double[] weight, Floats outGrad, double[] varied, int index) {
    double step = 1e-5;
    double at = varied[index];
    varied[index] = at + step;
    double above = objective(x, weight, outGrad);
    varied[index] = at - step;
    double below = objective(x, weight, outGrad);
    varied[index] = at;
    return (above - below) / (2 * step);
  }

  private static double objective(double[] x, double[] weight, Floats outGrad) {
    double squares = 0;
    for (double value : x) {
      squares += value * value;
    }
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += outGrad.get(i) * weight[i] * x[i] / Math.sqrt(squares / x.length + 1e-2);
    }
    return sum;
  }
}
