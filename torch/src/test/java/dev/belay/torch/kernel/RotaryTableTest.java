package dev.belay.torch.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.torch.model.RotaryEmbedding;
import dev.belay.torch.tensor.ComputeType;
import java.lang.foreign.Arena;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RotaryTableTest {

  private static final ComputeType FP32 = ComputeType.FLOAT32;

  @ParameterizedTest
  @ValueSource(ints = {2, 6, 32, 64})
  void turnsEachPairByItsAngleAndBack(int headSize) {
    int half = headSize / 2;
    try (Arena arena = Arena.ofConfined();
        RotaryTable table = new RotaryTable(frequencies(headSize))) {
      table.reserve(3);
      table.reserve(9);
      Floats head = Floats.normal(arena, FP32, headSize, 1);
      double[] before = head.toArray();
      table.rotate(FP32, head.address(), 8, RotaryTable.Direction.FORTH);
      for (int i = 0; i < half; i++) {
        double angle = 8 * Math.pow(100, -2.0 * i / headSize);
        double first = before[i] * Math.cos(angle) - before[i + half] * Math.sin(angle);
        double second = before[i + half] * Math.cos(angle) + before[i] * Math.sin(angle);
        assertThat((double) head.get(i)).isCloseTo(first, within(1e-5));
        assertThat((double) head.get(i + half)).isCloseTo(second, within(1e-5));
      }
      table.rotate(FP32, head.address(), 8, RotaryTable.Direction.BACK);
      for (int i = 0; i < headSize; i++) {
        assertThat((double) head.get(i)).isCloseTo(before[i], within(1e-6));
      }
    }
  }

  /** Rollouts turn fp32 rows: the same bits as a row of the compute type fp32. */
  @ParameterizedTest
  @ValueSource(ints = {2, 6, 32, 64})
  void fp32RowsTurnAlike(int headSize) {
    try (Arena arena = Arena.ofConfined();
        RotaryTable table = new RotaryTable(frequencies(headSize))) {
      table.reserve(9);
      Floats head = Floats.normal(arena, FP32, headSize, 1);
      Floats same = Floats.normal(arena, FP32, headSize, 1);
      table.rotate(FP32, head.address(), 8, RotaryTable.Direction.FORTH);
      table.rotate(same.address(), 8);
      assertThat(same.toArray()).containsExactly(head.toArray());
    }
  }

  private static float[] frequencies(int headSize) {
    return RotaryEmbedding.unscaled(100).frequencies(headSize);
  }
}
