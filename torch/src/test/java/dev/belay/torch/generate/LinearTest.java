package dev.belay.torch.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.bytedeco.pytorch.global.torch.arange;

import dev.belay.torch.kernel.Elements;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.TensorScope;
import java.lang.foreign.Arena;
import java.util.Random;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinearTest {

  private static final int OUTPUTS = 50;
  private static final int INPUTS = 24;

  @ParameterizedTest
  @EnumSource(ComputeType.class)
  void theChoiceMultiplies(ComputeType type) {
    GemmChoice choice = GemmChoice.choose(type, OUTPUTS, INPUTS);
    check(choice, 1);
    check(choice, 3);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 32})
  void plainLinearsInTilesMultiply(int tile) {
    check(new GemmChoice(new TiledGemm(), ComputeType.FLOAT32, tile), 2);
  }

  /** Any number of rows, in parts, against the sum in double precision. */
  private static void check(GemmChoice choice, int workers) {
    ComputeType type = choice.computeType();
    try (TensorScope _ = new TensorScope();
        Arena arena = Arena.ofConfined();
        RowBuffer input = new RowBuffer(arena, choice, 40, INPUTS)) {
      Tensor weight =
          arange(new Scalar((long) OUTPUTS * INPUTS), new TensorOptions(ScalarType.Float))
              .sin()
              .view(OUTPUTS, INPUTS)
              .to(type.scalarType());
      Random random = new Random(1);
      for (long i = 0; i < 40 * INPUTS; i++) {
        Elements.set(type, input.row(0), i, random.nextFloat() - 0.5f);
      }
      try (Linear linear = Linear.pack(choice, workers, weight)) {
        for (int rows : new int[] {1, 3, 4, 5, 40}) {
          input.resize(rows);
          assertThat(product(linear, workers, input, rows, type))
              .satisfies(actual -> compare(actual, weight, input, type));
        }
      }
    }
  }

  private static float[][] product(
      Linear linear, int workers, RowBuffer input, int rows, ComputeType type) {
    float[][] result = new float[rows][OUTPUTS];
    for (int worker = 0; worker < workers; worker++) {
      int start = linear.start(worker);
      int columns = linear.columns(worker);
      linear.apply(
          worker,
          input,
          (part, firstRow, count) -> {
            for (int i = 0; i < count * columns; i++) {
              float value = Elements.get(type, part, i);
              result[firstRow + i / columns][start + i % columns] = value;
            }
          });
    }
    return result;
  }

  private static void compare(float[][] actual, Tensor weight, RowBuffer input, ComputeType type) {
    double tolerance = type == ComputeType.FLOAT32 ? 1e-5 : 0.02;
    long weights = dev.belay.torch.tensor.NativeMemory.address(weight);
    for (int row = 0; row < actual.length; row++) {
      for (int column = 0; column < OUTPUTS; column++) {
        double expected = 0;
        for (int k = 0; k < INPUTS; k++) {
          expected +=
              Elements.get(type, input.row(row), k)
                  * Elements.get(type, weights, (long) column * INPUTS + k);
        }
        assertThat((double) actual[row][column]).isCloseTo(expected, offset(tolerance));
      }
    }
  }
}
