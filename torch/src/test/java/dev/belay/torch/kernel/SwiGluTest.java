package dev.belay.torch.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.torch.tensor.ComputeType;
import java.lang.foreign.Arena;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SwiGluTest {

  @ParameterizedTest
  @CsvSource({"FLOAT32, 1", "FLOAT32, 37", "BFLOAT16, 16", "BFLOAT16, 37"})
  void gradientIsTheSlope(ComputeType type, int size) {
    int rows = 11;
    double tolerance = type == ComputeType.FLOAT32 ? 1e-6 : 5e-3;
    try (Arena arena = Arena.ofConfined()) {
      Floats gateUp = Floats.normal(arena, type, rows * 2 * size, 1);
      Floats out = Floats.zeros(arena, type, rows * size);
      SwiGlu swiGlu = new SwiGlu(type, size);
      long scratch = arena.allocate(swiGlu.scratchBytes(), 64).address();
      swiGlu.forward(gateUp.address(), out.address(), scratch).run(0, rows, 0);
      double[] before = gateUp.toArray();
      double[] forward = out.toArray();

      Floats outGrad = Floats.normal(arena, type, rows * size, 2);
      double[] grads = outGrad.toArray();
      swiGlu.backward(gateUp.address(), outGrad.address(), scratch).run(0, rows, 0);
      for (int row = 0; row < rows; row++) {
        for (int i = 0; i < size; i++) {
          int at = row * size + i;
          double gate = before[row * 2 * size + i];
          double up = before[row * 2 * size + size + i];
          double sigmoid = 1 / (1 + Math.exp(-gate));
          double slope = sigmoid * (1 + gate * (1 - sigmoid));
          assertClose(forward[at], gate * sigmoid * up, tolerance);
          assertClose(outGrad.get(at), gate * sigmoid * up, tolerance);
          assertClose(gateUp.get(row * 2 * size + i), grads[at] * up * slope, tolerance);
          assertClose(gateUp.get(row * 2 * size + size + i), grads[at] * gate * sigmoid, tolerance);
        }
      }
    }
  }

  private static void assertClose(double actual, double expected, double tolerance) {
    assertThat(actual).isCloseTo(expected, within(tolerance * Math.max(1, Math.abs(expected))));
  }
}
