package dev.belay.torch.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.torch.tensor.ComputeType;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every gated unit does, against its activation in double precision. */
abstract class GatedUnitContract {

  /** Largest error in fp32, relative to what is above 1. */
  private final double tolerance;

  GatedUnitContract(double tolerance) {
    this.tolerance = tolerance;
  }

  abstract GatedUnit unit(ComputeType type, int size);

  abstract double activation(double gate);

  double slope(double gate) {
    return (activation(gate + 1e-5) - activation(gate - 1e-5)) / 2e-5;
  }

  /** The output of one row in fp32, {@code [size]}. */
  final double[] forward(float... gateUp) {
    try (Arena arena = Arena.ofConfined()) {
      GatedUnit unit = unit(ComputeType.FLOAT32, gateUp.length / 2);
      Floats out = Floats.zeros(arena, ComputeType.FLOAT32, unit.size());
      unit.forward(
              Floats.of(arena, ComputeType.FLOAT32, gateUp).address(),
              out.address(),
              arena.allocate(unit.scratchBytes(), 64).address())
          .run(0, 1, 0);
      return out.toArray();
    }
  }

  @Test
  void farFromZeroItIsTheGateOrNothing() {
    double[] out = forward(1000, -1000, 1, 1);
    assertThat(out[0]).isEqualTo(1000);
    assertThat(out[1]).isCloseTo(0, within(1e-30));
  }

  @ParameterizedTest
  @CsvSource({"FLOAT32, 1", "FLOAT32, 37", "BFLOAT16, 16", "BFLOAT16, 37"})
  void gradientIsTheSlope(ComputeType type, int size) {
    int rows = 11;
    try (Arena arena = Arena.ofConfined()) {
      Floats gateUp = Floats.normal(arena, type, rows * 2 * size, 1);
      Floats out = Floats.zeros(arena, type, rows * size);
      GatedUnit unit = unit(type, size);
      long scratch = arena.allocate(unit.scratchBytes(), 64).address();
      unit.forward(gateUp.address(), out.address(), scratch).run(0, rows, 0);
      double[] before = gateUp.toArray();
      double[] forward = out.toArray();

      Floats outGrad = Floats.normal(arena, type, rows * size, 2);
      double[] grads = outGrad.toArray();
      unit.backward(gateUp.address(), outGrad.address(), scratch).run(0, rows, 0);
      for (int at = 0; at < rows * size; at++) {
        int gateAt = at / size * 2 * size + at % size;
        double gate = before[gateAt];
        double up = before[gateAt + size];
        assertClose(type, forward[at], activation(gate) * up);
        assertClose(type, outGrad.get(at), activation(gate) * up);
        assertClose(type, gateUp.get(gateAt), grads[at] * up * slope(gate));
        assertClose(type, gateUp.get(gateAt + size), grads[at] * activation(gate));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"FLOAT32, 1", "FLOAT32, 37", "BFLOAT16, 16", "BFLOAT16, 37"})
  void someColumnsOfARowMayBeComputedAlone(ComputeType type, int columns) {
    try (Arena arena = Arena.ofConfined()) {
      Floats gates = Floats.normal(arena, type, columns, 1);
      Floats ups = Floats.normal(arena, type, columns, 2);
      Floats out = Floats.zeros(arena, type, columns);
      unit(type, 2 * columns).output(gates.address(), ups.address(), out.address(), columns);
      for (int i = 0; i < columns; i++) {
        assertClose(type, out.get(i), activation(gates.get(i)) * ups.get(i));
      }
    }
  }

  private void assertClose(ComputeType type, double actual, double expected) {
    double relative = type == ComputeType.FLOAT32 ? tolerance : 5e-3;
    assertThat(actual).isCloseTo(expected, within(relative * Math.max(1, Math.abs(expected))));
  }
}
