package dev.belay.torch.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.torch.tensor.ComputeType;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeGluTest {

  private static double gelu(double x) {
    return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
  }

  /** gelu(1) = 0.8411920 and gelu(-1) = -0.1588080, times ups of 2 and 3. */
  @Test
  void handWorked() {
    try (Arena arena = Arena.ofConfined()) {
      Floats gateUp = Floats.of(arena, ComputeType.FLOAT32, 1, -1, 2, 3);
      Floats out = Floats.zeros(arena, ComputeType.FLOAT32, 2);
      forward(arena, new GeGlu(ComputeType.FLOAT32, 2), gateUp, out);
      assertThat(out.get(0)).isCloseTo(1.682384f, within(1e-6f));
      assertThat(out.get(1)).isCloseTo(-0.476424f, within(1e-6f));
    }
  }

  @Test
  void farFromZeroItIsTheGateOrNothing() {
    try (Arena arena = Arena.ofConfined()) {
      Floats gateUp = Floats.of(arena, ComputeType.FLOAT32, 1000, -1000, 1, 1);
      Floats out = Floats.zeros(arena, ComputeType.FLOAT32, 2);
      forward(arena, new GeGlu(ComputeType.FLOAT32, 2), gateUp, out);
      assertThat(out.get(0)).isEqualTo(1000);
      assertThat(out.get(1)).isCloseTo(0, within(1e-30f));
    }
  }

  @ParameterizedTest
  @CsvSource({"FLOAT32, 1", "FLOAT32, 37", "BFLOAT16, 16", "BFLOAT16, 37"})
  void gradientIsTheSlope(ComputeType type, int size) {
    int rows = 11;
    double tolerance = type == ComputeType.FLOAT32 ? 2e-6 : 5e-3;
    try (Arena arena = Arena.ofConfined()) {
      Floats gateUp = Floats.normal(arena, type, rows * 2 * size, 1);
      Floats out = Floats.zeros(arena, type, rows * size);
      GeGlu geGlu = new GeGlu(type, size);
      long scratch = arena.allocate(geGlu.scratchBytes(), 64).address();
      geGlu.forward(gateUp.address(), out.address(), scratch).run(0, rows, 0);
      double[] before = gateUp.toArray();
      double[] forward = out.toArray();

      Floats outGrad = Floats.normal(arena, type, rows * size, 2);
      double[] grads = outGrad.toArray();
      geGlu.backward(gateUp.address(), outGrad.address(), scratch).run(0, rows, 0);
      for (int at = 0; at < rows * size; at++) {
        int gateAt = at / size * 2 * size + at % size;
        double gate = before[gateAt];
        double up = before[gateAt + size];
        double slope = (gelu(gate + 1e-5) - gelu(gate - 1e-5)) / 2e-5;
        assertClose(forward[at], gelu(gate) * up, tolerance);
        assertClose(outGrad.get(at), gelu(gate) * up, tolerance);
        assertClose(gateUp.get(gateAt), grads[at] * up * slope, tolerance);
        assertClose(gateUp.get(gateAt + size), grads[at] * gelu(gate), tolerance);
      }
    }
  }

  private static void forward(Arena arena, GeGlu geGlu, Floats gateUp, Floats out) {
    long scratch = arena.allocate(geGlu.scratchBytes(), 64).address();
    geGlu.forward(gateUp.address(), out.address(), scratch).run(0, 1, 0);
  }

  private static void assertClose(double actual, double expected, double tolerance) {
    assertThat(actual).isCloseTo(expected, within(tolerance * Math.max(1, Math.abs(expected))));
  }
}
